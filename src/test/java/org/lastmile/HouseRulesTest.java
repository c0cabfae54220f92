package org.lastmile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.lastmile.HouseRules.ARROWS_GO_DOWN;
import static org.lastmile.HouseRules.BASE;
import static org.lastmile.HouseRules.NOTHING_IS_PRINTED;
import static org.lastmile.HouseRules.NO_CYCLES;
import static org.lastmile.HouseRules.TIME_COMES_IN_AT_THE_ROOF;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {
    @Nested
    class Lastmile {
        private static final JavaClasses LASTMILE = new ClassFileImporter()
                .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(BASE);

        @Test
        void isReadWhole() {
            assertThat(LASTMILE).anyMatch(type -> type.getPackageName().equals(BASE + ".goal"));
        }

        @Test
        void hasArrowsThatOnlyGoDown() {
            ARROWS_GO_DOWN.check(LASTMILE);
        }

        @Test
        void hasNoCycle() {
            NO_CYCLES.check(LASTMILE);
        }

        @Test
        void readsAClockAtTheRoofOnly() {
            TIME_COMES_IN_AT_THE_ROOF.check(LASTMILE);
        }

        @Test
        void printsNothing() {
            NOTHING_IS_PRINTED.check(LASTMILE);
        }

        @Test
        void saysOfEveryPackageWhatItIs() throws IOException {
            assertThat(HouseRules.packagesWithoutAWord(Path.of("src/main/java")))
                    .isEmpty();
        }

        @Test
        void letsEachForeignApiIntoOneRoom() {
            assertThat(Stream.of("java.net.http", "jakarta.mail", "net.fortuna.ical4j"))
                    .allSatisfy(api -> assertThat(roomsWith(api)).hasSize(1));
            assertThat(roomsWith("io.micrometer")).containsExactly("micrometer", "spring");
            assertThat(roomsWith("org.springframework")).containsExactly("spring");
            assertThat(roomsWith("java.sql")).containsExactly("store.jdbc", "spring");
        }

        private static List<String> roomsWith(String api) {
            return HouseRules.HOUSE.stream()
                    .filter(room -> room.foreign().contains(api))
                    .map(HouseRules.Room::name)
                    .toList();
        }
    }

    /** A house compiled on the spot in which each type breaks one rule: a rule that cannot fail would guard nothing. */
    @Nested
    class AWrongHouse {
        private static JavaClasses house;

        @BeforeAll
        static void compile(@TempDir Path dir) throws IOException {
            var types = wrongTypes().collect(toMap(wrong -> (String) wrong.get()[1], wrong -> (String) wrong.get()[2]));
            types.putAll(Map.of("store.Row", "", "store.jdbc.Table", "Row row;", "notify.mail.Post", ""));
            house = houseOf(dir, types);
        }

        static Stream<Arguments> wrongTypes() {
            return Stream.of(
                    arguments(
                            ARROWS_GO_DOWN, "goal.KnowsThePlan", "Object o = Reckoning.NOW;", "goal may not use plan"),
                    arguments(ARROWS_GO_DOWN, "goal.Logs", "org.slf4j.Logger log;", "goal may not use org.slf4j"),
                    arguments(ARROWS_GO_DOWN, "plan.Reads", "Row row() { return null; }", "plan may not use store"),
                    arguments(ARROWS_GO_DOWN, "plan.Dates", "java.sql.Date date;", "plan may not use java.sql"),
                    arguments(
                            ARROWS_GO_DOWN,
                            "store.Calls",
                            "void a(Roof r) { r.open(); }",
                            "store may not use the roof"),
                    arguments(ARROWS_GO_DOWN, "store.jdbc.Posts", "Post p;", "store.jdbc may not use notify.mail"),
                    arguments(ARROWS_GO_DOWN, "store.jdbc.Climbs", "Roof r;", "store.jdbc may not use the roof"),
                    arguments(
                            ARROWS_GO_DOWN,
                            "Roof",
                            "Table t; public void open() {}",
                            "the roof may not use store.jdbc"),
                    arguments(ARROWS_GO_DOWN, "notify.mail.Surfs", "java.net.http.HttpClient c;", "java.net.http"),
                    arguments(ARROWS_GO_DOWN, "attic.Box", "", "in no room of the house"),
                    arguments(NO_CYCLES, "plan.Reckoning", "public static Object NOW = new KnowsThePlan();", "Cycle"),
                    arguments(TIME_COMES_IN_AT_THE_ROOF, "plan.Now", "Object t = java.time.Instant.now();", "now"),
                    arguments(TIME_COMES_IN_AT_THE_ROOF, "plan.Old", "Object t = new java.util.Date();", "Date"),
                    arguments(
                            TIME_COMES_IN_AT_THE_ROOF,
                            "store.memory.Measures",
                            "java.util.function.LongSupplier t = System::nanoTime;",
                            "nanoTime"),
                    arguments(
                            TIME_COMES_IN_AT_THE_ROOF,
                            "store.jdbc.Asks",
                            "Object t(java.time.InstantSource source) { return source.instant(); }",
                            "InstantSource.instant"),
                    arguments(
                            TIME_COMES_IN_AT_THE_ROOF,
                            "spring.Ticks",
                            "Object c = java.time.Clock.systemUTC();",
                            "Clock.systemUTC"),
                    arguments(NOTHING_IS_PRINTED, "Talks", "void a() { System.out.println(); }", "System.out"),
                    arguments(NOTHING_IS_PRINTED, "store.jdbc.Errs", "Object err = System.err;", "System.err"),
                    arguments(
                            NOTHING_IS_PRINTED,
                            "Traces",
                            "void a(Exception e) { e.printStackTrace(); }",
                            "printStackTrace"));
        }

        @ParameterizedTest(name = "{1}")
        @MethodSource("wrongTypes")
        void isReportedForTheType(ArchRule rule, String type, String body, String message) {
            var report = rule.evaluate(house).getFailureReport().getDetails();

            assertThat(report).anyMatch(line -> line.contains(type) && line.contains(message));
        }

        @Test
        void isReportedForAPackageThatDoesNotSayWhatItIs(@TempDir Path dir) throws IOException {
            write(dir, "goal/Fact.java", "class Fact {}");
            write(dir, "plan/package-info.java", "/** When do we speak? */\n@NullMarked\npackage plan;");
            write(dir, "store/package-info.java", "/** Who may act now? */\npackage store;");
            write(dir, "notify/package-info.java", "/* How is it said? */ @NullMarked package notify;");
            write(dir, "link/package-info.java", "/** links */ @NullMarked package link;");
            write(dir, "watch/package-info.java", "/** @since 1 */ @NullMarked package watch;");

            assertThat(HouseRules.packagesWithoutAWord(dir))
                    .containsExactlyInAnyOrder("goal", "link", "notify", "store", "watch");
        }
    }

    @Test
    void whatTheDrawingAllowsIsNotReported(@TempDir Path dir) throws IOException {
        var door = """
                org.slf4j.Logger log; Shelf byDefault; Reckoning down; int[] ints;
                long t = System.nanoTime(); Object now = java.time.InstantSource.system().instant();
                """;
        var house = houseOf(
                dir,
                Map.of(
                        "goal.Fact", "Object midnight = java.time.LocalTime.MIDNIGHT;",
                        "plan.Reckoning", "Fact fact;",
                        "store.Row", "Fact[] facts;",
                        "store.memory.Shelf", "Row row;",
                        "store.jdbc.Schema", "Row port; java.sql.Connection c; void print() { System.out.println(); }",
                        "Door", door,
                        "testing.Kit", "Door door;",
                        "spring.Boot",
                                "Door door; Schema schema; org.springframework.boot.SpringBootVersion version;"));

        assertThat(Stream.of(ARROWS_GO_DOWN, NO_CYCLES, TIME_COMES_IN_AT_THE_ROOF, NOTHING_IS_PRINTED))
                .allSatisfy(rule -> rule.check(house));
    }

    /** Compiles types, given by name below the base and body, each of which can name all others. */
    private static JavaClasses houseOf(Path dir, Map<String, String> types) throws IOException {
        var imports = types.keySet().stream()
                .map(name -> "import " + BASE + "." + name + ";\n")
                .collect(joining());
        var classes = dir.resolve("classes");
        var command = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        for (var type : types.entrySet()) {
            var name = BASE + "." + type.getKey();
            var dot = name.lastIndexOf('.');
            var source = "package %s;\n%spublic class %s {\n%s\n}\n"
                    .formatted(name.substring(0, dot), imports, name.substring(dot + 1), type.getValue());
            command.add(write(dir, name.replace('.', '/') + ".java", source).toString());
        }
        var errors = new ByteArrayOutputStream();
        ToolProvider.getSystemJavaCompiler().run(null, null, errors, command.toArray(String[]::new));
        assertThat(errors.toString(UTF_8)).isEmpty();
        return new ClassFileImporter().importPath(classes);
    }

    private static Path write(Path dir, String name, String text) throws IOException {
        var file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
