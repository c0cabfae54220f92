package org.lastmile.store.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.jdbc.Column.Kind;

/** The tables of a store, under the prefix and in the schema that the host chose. */
final class Tables {
    final Table lane;
    final Table goal;
    final Table step;
    final Table member;
    final Table followUp;
    final Table ledger;
    final Table note;
    /** Which schema files have been run. */
    final Table version;

    private final @Nullable String schema;
    private final String prefix;

    /** @param schema where they are; {@code null} for where the connections look first */
    Tables(@Nullable String schema, String prefix) {
        if (!prefix.matches("[a-z][a-z0-9_]{0,19}")) {
            throw new IllegalArgumentException(
                    "prefix is \"" + shown(prefix) + "\"; use 1 to 20 of a-z, 0-9 and '_', beginning with a letter");
        }
        if (schema != null && !schema.matches("[a-z][a-z0-9_]{0,59}")) {
            throw new IllegalArgumentException(
                    "schema is \"" + shown(schema) + "\"; use 1 to 60 of a-z, 0-9 and '_', beginning with a letter");
        }
        this.schema = schema;
        this.prefix = prefix;
        lane = table("lane", columns("number:s"), columns("channel:t urgent:b"));
        goal = table("goal", columns("number:l"), GoalRows.COLUMNS);
        step = table("step", columns("goal:l position:i"), GoalRows.STEP_COLUMNS);
        member = table("member", columns("goal:l number:i"), MemberRows.COLUMNS);
        followUp = table("follow_up", columns("goal:l step:i member:i seat:i"), FollowUpRows.COLUMNS);
        ledger = table(
                "ledger",
                columns("goal:l step:i member:i seat:i epoch:i activity:i rung:i repetition:i generation:i"),
                LedgerRows.COLUMNS);
        note = table("note", columns("name:t"), columns("text:t"));
        version = table("schema", columns("version:i"), columns("script:t installed_at:l"));
    }

    private static String shown(String name) {
        var cut = name.length() > 60 ? name.substring(0, 60) + "… (" + name.length() + " characters)" : name;
        return cut.replaceAll("[^ -~…]", "?");
    }

    String prefix() {
        return prefix;
    }

    @Nullable
    String schema() {
        return schema;
    }

    Tables withPrefix(String newPrefix) {
        return new Tables(schema, newPrefix);
    }

    Tables in(String newSchema) {
        return new Tables(newSchema, prefix);
    }

    /** What stands before the rest of a table's name in a statement. */
    String qualifiedPrefix() {
        return schema == null ? prefix : schema + "." + prefix;
    }

    /** All tables that the schema files make. */
    List<Table> all() {
        return List.of(lane, goal, step, member, followUp, ledger, note);
    }

    private Table table(String name, List<Column> key, List<Column> rest) {
        return new Table(qualifiedPrefix() + name, key, rest);
    }

    /** Columns from names with the letter of their kind: long, int, short, text or boolean. */
    static List<Column> columns(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> Stream.of(line.split(" ")))
                .map(word -> {
                    int colon = word.indexOf(':');
                    return new Column(word.substring(0, colon), kind(word.charAt(colon + 1)));
                })
                .toList();
    }

    private static Kind kind(char letter) {
        return switch (letter) {
            case 'l' -> Kind.LONG;
            case 'i' -> Kind.INT;
            case 's' -> Kind.SHORT;
            case 'b' -> Kind.BOOLEAN;
            case 't' -> Kind.TEXT;
            default -> throw new AssertionError(letter);
        };
    }
}
