package org.lastmile.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was asked for on the command line: {@code --name value}, and {@code --quick} for sizes of under a minute. */
final class Options {
    private final Map<String, String> given;
    private final Set<String> used = new HashSet<>(Set.of("quick"));

    private Options(Map<String, String> given) {
        this.given = given;
    }

    static Options parse(String... arguments) {
        var given = new LinkedHashMap<String, String>();
        for (int i = 0; i < arguments.length; i++) {
            var name = arguments[i];
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException("argument \"" + name + "\" has no name; write --name value");
            }
            boolean isFlag = name.equals("--quick");
            if (!isFlag && i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " has no value; write " + name + " value");
            }
            given.put(name.substring(2), isFlag ? "true" : arguments[++i]);
        }
        return new Options(given);
    }

    boolean isQuick() {
        return given.containsKey("quick");
    }

    String text(String name, String otherwise) {
        used.add(name);
        return given.getOrDefault(name, otherwise);
    }

    /** A number, with {@code _} between digits if wanted; {@code quick} instead of {@code otherwise} under {@code --quick}. */
    int number(String name, int otherwise, int quick) {
        var text = text(name, Integer.toString(isQuick() ? quick : otherwise)).replace("_", "");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " is \"" + text + "\"; give a whole number", e);
        }
    }

    /** Parts between commas. */
    List<String> list(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    void complainOfUnused() {
        var unused = new HashSet<>(given.keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            System.err.println("Not used by this work: " + unused);
        }
    }
}
