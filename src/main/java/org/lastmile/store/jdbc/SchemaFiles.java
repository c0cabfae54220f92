package org.lastmile.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lastmile.store.StoreException;

/**
 * The schema files of one database.
 *
 * @param folder the database's
 * @param names in their order; the first is version 1. One that was released is never changed
 */
record SchemaFiles(String folder, List<String> names) {
    /** For which there are files to be printed. */
    static final List<String> DATABASES = List.of("postgresql", "mariadb", "mysql", "h2");

    private static final List<String> NAMES =
            List.of("V1__goals_and_follow_ups.sql", "V2__notes.sql", "V3__nudges_and_reasons.sql", "V4__due_times.sql");

    private static final String PREFIX = "${prefix}";
    /** An index is in its table's schema, so its own name has none. */
    private static final Pattern INDEX_NAME =
            Pattern.compile("((?:INDEX IF NOT EXISTS|INDEX|  KEY) )" + Pattern.quote(PREFIX));

    private static final Pattern INDEX = Pattern.compile("INDEX IF NOT EXISTS (\\w+) ON (?:\\w+\\.)?(\\w+)");
    private static final Pattern KEY = Pattern.compile("\\n  KEY (\\w+) ");
    private static final Pattern TABLE = Pattern.compile("TABLE (?:IF NOT EXISTS )?(?:\\w+\\.)?(\\w+)");

    static SchemaFiles of(String folder) {
        return new SchemaFiles(folder, NAMES);
    }

    int version() {
        return names.size();
    }

    String name(int version) {
        return names.get(version - 1);
    }

    String read(int version) {
        var path = "schema/" + folder + "/" + name(version);
        try (var in = SchemaFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new StoreException(path + " is not in the jar of Lastmile", null);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String versionTable(Tables tables) {
        return "CREATE TABLE IF NOT EXISTS " + tables.version.name()
                + " (version integer PRIMARY KEY, script varchar(200) NOT NULL, installed_at bigint NOT NULL)";
    }

    /** The statements of a file, one by one. */
    static List<String> statements(String file, Tables tables) {
        var code = Arrays.stream(named(file, tables).split("\n"))
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
        return Arrays.stream(code.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String named(String file, Tables tables) {
        return INDEX_NAME
                .matcher(file)
                .replaceAll(found -> found.group(1) + tables.prefix())
                .replace(PREFIX, tables.qualifiedPrefix());
    }

    /** All that a migration would run on an empty database, to be run by somebody else. */
    static String script(String database, Tables tables) {
        var dialect = Dialect.named(database);
        var files = of(dialect.folder());
        var script = new StringBuilder();
        for (int version = 1; version <= files.version(); version++) {
            script.append(named(dialect.ddl(files.read(version)), tables)).append('\n');
        }
        script.append("-- What has been run.\n").append(versionTable(tables)).append(";\n");
        for (int version = 1; version <= files.version(); version++) {
            script.append("INSERT INTO ")
                    .append(tables.version.name())
                    .append(" (version, script, installed_at) VALUES (%d, '%s', 0);%n"
                            .formatted(version, files.name(version)));
        }
        return script.toString();
    }

    /** The tables of the indexes that the files make, by the names of the indexes; both without the schema. */
    Map<String, String> indexes(Tables tables) {
        var indexes = new LinkedHashMap<String, String>();
        for (int version = 1; version <= version(); version++) {
            for (var statement : statements(read(version), tables)) {
                INDEX.matcher(statement).results().forEach(index -> indexes.put(index.group(1), index.group(2)));
                var table = TABLE.matcher(statement);
                if (table.find()) {
                    KEY.matcher(statement).results().forEach(key -> indexes.put(key.group(1), table.group(1)));
                }
            }
        }
        return indexes;
    }
}
