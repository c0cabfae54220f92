package org.lastmile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The drawing of the house in CONTRIBUTING as rules: arrows go down, and time comes in at the roof. */
final class HouseRules {
    /** A package below the base, its level, and the foreign APIs it may use besides java.base and JSpecify. */
    record Room(String name, int level, Set<String> foreign) {}

    static final String BASE = "org.lastmile";
    private static final String ROOF = "";

    /** A new package is a new line here: which question does it answer, and on which level? */
    static final List<Room> HOUSE = List.of(
            room("goal", 2),
            room("plan", 3),
            room("report", 3),
            room("store", 3),
            room("notify", 3, "org.slf4j"),
            room("watch", 3),
            room("link", 3),
            room("store.jdbc", 4, "org.slf4j", "java.sql", "javax.sql"),
            room("store.memory", 4),
            room("notify.mail", 4, "org.slf4j", "jakarta.mail", "jakarta.activation"),
            room("notify.webhook", 4, "org.slf4j", "java.net.http"),
            room("ical", 4, "net.fortuna.ical4j", "org.mnode"),
            room("micrometer", 4, "io.micrometer"),
            room("testing", 4),
            room(ROOF, 4, "org.slf4j"),
            room("spring", 5, "org.slf4j", "java.sql", "javax.sql", "org.springframework", "io.micrometer"));

    /** The two arrows that stay on their level: to the roof's default store, and from the kit that tests a whole engine. */
    private static final Map<String, Set<String>> LEVEL_ARROWS =
            Map.of(ROOF, Set.of("store.memory"), "testing", Set.of(ROOF));

    private static final Pattern SENTENCE_END = Pattern.compile("\\w[.?!](\\s|$)");

    private static final Set<String> JAVA_BASE =
            ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

    static final ArchRule ARROWS_GO_DOWN = rule("use only the rooms below", HouseRules::wrongArrows);
    static final ArchRule TIME_COMES_IN_AT_THE_ROOF = rule("not read a clock", HouseRules::clockCalls);
    static final ArchRule NOTHING_IS_PRINTED = rule("not print", HouseRules::prints);
    static final ArchRule NO_CYCLES =
            slices().assignedFrom(packages()).should().beFreeOfCycles().allowEmptyShould(true);

    private HouseRules() {}

    private static Stream<String> wrongArrows(JavaClass origin) {
        var from = roomOf(origin);
        if (from.isEmpty()) {
            return Stream.of(origin.getName() + " is in no room of the house: give its package a line in HOUSE");
        }
        return origin.getDirectDependenciesFromSelf().stream()
                .filter(use -> !mayUse(from.get(), use.getTargetClass().getBaseComponentType()))
                .map(use -> "%s may not use %s: %s"
                        .formatted(shown(origin), shown(use.getTargetClass()), use.getDescription()));
    }

    private static boolean mayUse(Room from, JavaClass target) {
        var name = target.getPackageName();
        if (isWithin(BASE, name)) {
            return roomOf(target)
                    .map(to -> to.equals(from)
                            || to.level() < from.level()
                            || LEVEL_ARROWS.getOrDefault(from.name(), Set.of()).contains(to.name()))
                    .orElse(false);
        }
        return target.isPrimitive()
                || JAVA_BASE.contains(name)
                || isWithin("org.jspecify.annotations", name)
                || from.foreign().stream().anyMatch(api -> isWithin(api, name));
    }

    private static Stream<String> clockCalls(JavaClass origin) {
        return origin.getPackageName().equals(BASE)
                ? Stream.empty()
                : accesses(origin, access -> {
                    var owner = access.getTargetOwner().getName();
                    return switch (owner) {
                        case "java.time.Clock", "java.time.InstantSource" -> true;
                        case "java.lang.System" ->
                            Set.of("currentTimeMillis", "nanoTime").contains(access.getName());
                        case "java.util.Date" ->
                            access.getTarget().getFullName().endsWith(".<init>()");
                        case "java.util.Calendar" -> access.getName().equals("getInstance");
                        case "java.util.GregorianCalendar" -> access.getName().equals("<init>");
                        default ->
                            owner.startsWith("java.time.") && access.getName().equals("now");
                    };
                });
    }

    /** What goes to the console; the one main class, which prints the schema, may. */
    private static Stream<String> prints(JavaClass origin) {
        return origin.getName().equals(BASE + ".store.jdbc.Schema")
                ? Stream.empty()
                : accesses(origin, access -> {
                    var target = access.getTarget().getFullName();
                    return target.equals("java.lang.System.out")
                            || target.equals("java.lang.System.err")
                            || target.endsWith(".printStackTrace()");
                });
    }

    private static Stream<String> accesses(JavaClass origin, Predicate<JavaAccess<?>> forbidden) {
        return origin.getAccessesFromSelf().stream().filter(forbidden).map(JavaAccess::getDescription);
    }

    private static ArchRule rule(String sentence, Function<JavaClass, Stream<String>> offences) {
        return classes()
                .should(new ArchCondition<>(sentence) {
                    @Override
                    public void check(JavaClass origin, ConditionEvents events) {
                        offences.apply(origin)
                                .forEach(offence -> events.add(SimpleConditionEvent.violated(origin, offence)));
                    }
                })
                .allowEmptyShould(true);
    }

    private static SliceAssignment packages() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }

    private static Room room(String name, int level, String... foreign) {
        return new Room(name, level, Set.of(foreign));
    }

    private static Optional<Room> roomOf(JavaClass type) {
        return HOUSE.stream().filter(room -> room.name().equals(nameOf(type))).findFirst();
    }

    /** The package, without the base where it is one of ours. */
    private static String nameOf(JavaClass type) {
        var name = type.getBaseComponentType().getPackageName();
        return name.equals(BASE) ? ROOF : isWithin(BASE, name) ? name.substring(BASE.length() + 1) : name;
    }

    private static String shown(JavaClass type) {
        return nameOf(type).equals(ROOF) ? "the roof" : nameOf(type);
    }

    private static boolean isWithin(String base, String name) {
        return name.equals(base) || name.startsWith(base + ".");
    }

    /** The packages whose package-info lacks {@code @NullMarked} or does not begin with a Javadoc sentence. */
    static List<String> packagesWithoutAWord(Path sources) throws IOException {
        var offenders = new TreeSet<String>();
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                var info = file.resolveSibling("package-info.java");
                if (!Files.exists(info) || !saysWhatItIs(Files.readString(info))) {
                    offenders.add(
                            sources.relativize(file.getParent()).toString().replace('\\', '/'));
                }
            }
        }
        return List.copyOf(offenders);
    }

    private static boolean saysWhatItIs(String packageInfo) {
        var start = packageInfo.indexOf("/**");
        var end = packageInfo.indexOf("*/", start + 3);
        if (start < 0 || end < 0) {
            return false;
        }
        var words = packageInfo
                .substring(start + 3, end)
                .replaceAll("(?m)^\\s*\\*", "")
                .strip();
        return !words.startsWith("@")
                && SENTENCE_END.matcher(words).find()
                && packageInfo.indexOf("@NullMarked", end) > 0;
    }
}
