package org.lastmile.notify.mail;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The HTML part: the same words as the text, each line a paragraph, with buttons. Nothing in it is taken for markup. */
final class Page {
    /** Something to click on. */
    record Button(String label, String address) {}

    private Page() {}

    static String of(String subject, String text, List<Button> buttons, Button unsubscribe, Locale locale) {
        var paragraphs = text.lines()
                .map(line -> "<p dir=\"auto\">" + escaped(line) + "</p>\n")
                .collect(Collectors.joining());
        var links = buttons.stream()
                .map(button -> "<a style=\"display:inline-block;margin:0 .5em .5em 0;padding:.5em 1em;border:1px solid"
                        + ";border-radius:.3em;text-decoration:none\" href=\"" + escaped(button.address()) + "\">"
                        + escaped(button.label()) + "</a>\n")
                .collect(Collectors.joining());
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body style="font-family:sans-serif">
                %s%s<p style="font-size:smaller"><a href="%s">%s</a></p>
                </body>
                </html>
                """.formatted(
                        escaped(locale.toLanguageTag()),
                        escaped(subject),
                        paragraphs,
                        links.isEmpty() ? "" : "<p>" + links + "</p>\n",
                        escaped(unsubscribe.address()),
                        escaped(unsubscribe.label()));
    }

    static String escaped(String text) {
        var page = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return page.toString();
    }
}
