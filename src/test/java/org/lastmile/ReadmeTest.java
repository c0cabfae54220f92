package org.lastmile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows in Java compiles, as it stands there. */
class ReadmeTest {
    /** What a snippet may use without saying where it comes from, as the text around it says. */
    private static final String AROUND_A_SNIPPET = """
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import javax.sql.DataSource;
            import org.lastmile.*;
            import org.lastmile.goal.*;
            import org.lastmile.notify.*;
            import org.lastmile.store.jdbc.*;
            import org.lastmile.testing.*;
            %s
            class %s {
                DataSource dataSource;
                Lastmile lastmile;
                Goal party;
                Recipient ana;
                List<Recipient> guests;
                Ladder ladder;
                void snippet() throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private static Path folder;

    @Test
    void showsJavaThatCompiles() throws IOException {
        assertThat(complaints(Path.of("README.md"))).isEmpty();
    }

    /** What the compiler has against the Java blocks of a file, with the line in that file. */
    private static List<String> complaints(Path readme) throws IOException {
        var blocks = Block.of(readme);
        if (blocks.isEmpty()) {
            return List.of(readme.getFileName() + " has no block of Java");
        }
        var complaints = new ArrayList<String>();
        for (var block : blocks) {
            Javac.compile(block.className(), block.source(), System.getProperty("java.class.path"), folder)
                    .forEach(complaint -> complaints.add("block at line " + block.line + ", " + complaint));
        }
        return complaints;
    }

    /** Some Java between fences, which begin at that line. */
    private record Block(int line, String code) {
        private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");
        private static final Pattern TYPE =
                Pattern.compile("(?m)^(?:public |final |abstract )*(?:class|record|interface|enum) (\\w+)");

        static List<Block> of(Path file) throws IOException {
            var blocks = new ArrayList<Block>();
            var lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().matches("```java\\b.*")) {
                    int from = i;
                    do {
                        i++;
                    } while (i < lines.size() && !lines.get(i).strip().equals("```"));
                    blocks.add(new Block(
                            from + 1,
                            String.join("\n", lines.subList(from + 1, i)).stripIndent()));
                }
            }
            return blocks;
        }

        /** A whole file's name is its first type's; a snippet's is its place. */
        String className() {
            var type = TYPE.matcher(code);
            return type.find() ? type.group(1) : "SnippetAtLine" + line;
        }

        String source() {
            if (TYPE.matcher(code).find()) {
                return code;
            }
            var imports = new StringBuilder();
            var body = IMPORT.matcher(code).replaceAll(found -> {
                imports.append(found.group()).append('\n');
                return "";
            });
            return AROUND_A_SNIPPET.formatted(imports, className(), body);
        }
    }

    /** The check itself can fail, and only where it should. */
    @Nested
    class TheCheck {
        @Test
        void refusesAFileWithoutJava() throws IOException {
            assertThat(complaints(file("```xml\n<a/>\n```"))).containsExactly("readme.md has no block of Java");
        }

        @Test
        void refusesASnippetThatUsesWhatIsNotThere() throws IOException {
            var file = file("Good:\n```java\nlastmile.complete(\"party\", \"rsvp\", \"ben\");\n```\nBad:\n"
                    + "```java\nlastmile.finish(\"party\");\n```\n");
            assertThat(complaints(file)).singleElement().asString().contains("block at line 6", "finish");
        }

        @Test
        void refusesAClassThatLacksAnImport() throws IOException {
            var file = file("```java\npublic class Host {\n    Goal goal;\n}\n```\n");
            assertThat(complaints(file)).singleElement().asString().contains("block at line 1", "Goal");
        }

        @Test
        void takesASnippetWithAnImportOfItsOwn() throws IOException {
            var file = file("```java\nimport java.util.concurrent.Executors;\n\n"
                    + "Executors.newCachedThreadPool().shutdown();\n```\n");
            assertThat(complaints(file)).isEmpty();
        }

        private static Path file(String text) throws IOException {
            return Files.writeString(folder.resolve("readme.md"), text);
        }
    }
}
