package org.lastmile.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Scope;

/** A report as lines for a terminal. */
final class ReportText {
    private static final int WIDTH = 100;
    private static final int LONGEST_NAME = 40;
    private static final char NO_BREAK = '\u00a0';
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH);

    private final Report report;
    private final List<String> lines = new ArrayList<>();

    ReportText(Report report) {
        this.report = report;
    }

    String text() {
        addWrapped("", "What came of " + scope(report.scope()) + ", as of " + utc(report.at()));
        var goals = report.goals();
        if (goals.all() != 1 || report.scope().goalId() == null) {
            lines.add(number(goals.all(), "goal")
                    + (goals.all() == 0
                            ? ""
                            : ": " + goals.achieved() + " achieved, " + (goals.over() - goals.achieved())
                                    + " over without, " + (goals.all() - goals.over()) + " under way"));
        }
        report.steps().forEach(this::add);
        if (report.cut()) {
            lines.add("");
            lines.add("and more steps, with fewer people");
        }
        if (!report.open().isEmpty()) {
            addOpen();
        }
        return String.join("\n", lines) + "\n";
    }

    private void add(StepReport step) {
        lines.add("");
        var title = step.title();
        addWrapped(
                "",
                "STEP " + shown(step.id()) + (title == null ? "" : ": " + shown(title))
                        + (step.isFinal() ? " (final)" : ""));
        var people = step.people();
        var all = number(people.all(), "person", "people");
        addWrapped(
                "  ",
                all + ", " + people.reached() + " reached it " + share(people.reached(), people.all()) + ": "
                        + words(people));
        var sent = step.rungs().stream().filter(ReportText::isTold).toList();
        if (!sent.isEmpty() || step.unasked().all() > 0) {
            addRow("last heard", "sent", "answered", "", "done", "recovered", "no", "half of them within");
            if (step.unasked().all() > 0) {
                add("nothing", null, step.unasked());
            }
            sent.forEach(rung -> {
                if (rung.toOverseers()) {
                    addRow(name(rung), rung.count(ReminderState.SENT), "", "", "", "", "", "to overseers");
                } else {
                    add(name(rung), rung.count(ReminderState.SENT), rung.answers());
                }
            });
        }
        var others = others(step);
        if (!others.isEmpty()) {
            addWrapped("  ", "not sent: " + others);
        }
    }

    private static boolean isTold(RungReport rung) {
        return rung.count(ReminderState.SENT) > 0 || rung.answers().all() > 0;
    }

    private void add(String name, @Nullable Long sent, Answers answers) {
        var half = answers.halfWithin();
        addRow(
                name,
                sent == null ? "" : sent,
                answers.all(),
                sent == null ? "" : share(answers.all(), sent),
                answers.inTime(),
                answers.recovered(),
                answers.declined(),
                sent == null || answers.all() == 0 ? "" : half == null ? "more than 28 days" : words(half));
    }

    private void addRow(Object... cells) {
        lines.add(String.format(Locale.ROOT, "  %-18s %6s %9s %-7s %6s %9s %6s   %s", cells)
                .stripTrailing());
    }

    private static String name(RungReport rung) {
        var channel = rung.channel();
        return cut((rung.rung() == 0 ? "by hand" : "rung " + rung.rung()) + (channel == null ? "" : " " + channel), 18);
    }

    private static String words(StepReport.People people) {
        var words = new ArrayList<String>();
        add(words, people.inTime(), "in time");
        add(words, people.recovered(), "recovered");
        add(words, people.declined(), "declined");
        add(words, people.expired(), "never answered");
        add(words, people.missed(), "missed and still open");
        add(words, people.open(), "open");
        add(words, people.waiting(), "waiting for another step");
        add(words, people.cancelled(), "cancelled");
        // No line ends within these words.
        var late = people.late() > 0 ? "; late~in~all:~".replace('~', NO_BREAK) + people.late() : "";
        return words.isEmpty() ? "nobody was asked" : String.join(", ", words) + late;
    }

    private static void add(List<String> words, long count, String what) {
        if (count > 0) {
            words.add(count + " " + what);
        }
    }

    /** What the ledger has besides what was sent. */
    private static String others(StepReport step) {
        var counts = new TreeMap<ReminderState, Long>();
        step.rungs().forEach(rung -> rung.results().forEach((state, count) -> counts.merge(state, count, Long::sum)));
        counts.remove(ReminderState.SENT);
        var words = new ArrayList<String>();
        for (Map.Entry<ReminderState, Long> entry : counts.entrySet()) {
            words.add(entry.getValue() + " " + entry.getKey());
        }
        return String.join(", ", words);
    }

    private void addOpen() {
        lines.add("");
        var names = new ArrayList<String>();
        for (var open : report.open()) {
            names.add(shown(open.name()) + " (" + shown(open.stepId())
                    + (report.scope().goalId() == null ? " of " + shown(open.goalId()) : "") + ")");
        }
        long more = report.stillOpen() - names.size();
        addWrapped("", "Still open: " + String.join(", ", names) + (more > 0 ? " and " + more + " more" : ""));
    }

    private static String scope(Scope scope) {
        var words = new ArrayList<String>();
        if (scope.goalId() != null) {
            words.add("goal \"" + shown(scope.goalId()) + "\"");
        }
        if (scope.label() != null) {
            words.add("label \"" + shown(scope.label()) + "\"");
        }
        if (words.isEmpty()) {
            words.add(scope.equals(Scope.all()) ? "all goals" : "goals");
        }
        addPeriod(words, "scheduled", scope.startInclusive(), scope.endExclusive());
        addPeriod(words, "due", scope.dueStartInclusive(), scope.dueEndExclusive());
        return String.join(" ", words);
    }

    private static void addPeriod(
            List<String> words, String what, @Nullable Instant startInclusive, @Nullable Instant endExclusive) {
        if (startInclusive != null || endExclusive != null) {
            words.add(what);
        }
        if (startInclusive != null) {
            words.add("from " + utc(startInclusive));
        }
        if (endExclusive != null) {
            words.add("before " + utc(endExclusive));
        }
    }

    private static String utc(Instant at) {
        return UTC.format(at.atOffset(ZoneOffset.UTC));
    }

    private static String share(long part, long all) {
        return all == 0 ? "" : "(" + Math.round(100.0 * part / all) + " %)";
    }

    /** The bounds of delays are whole days, hours or minutes. */
    private static String words(Duration time) {
        return time.toDays() > 0
                ? number(time.toDays(), "day")
                : time.toHours() > 0 ? number(time.toHours(), "hour") : number(time.toMinutes(), "minute");
    }

    private static String number(long count, String what) {
        return number(count, what, what + "s");
    }

    private static String number(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** Words of people, on one line and short. */
    private static String shown(String words) {
        return cut(words.replaceAll("\\p{Cc}", " "), LONGEST_NAME);
    }

    private static String cut(String words, int length) {
        return length(words) <= length ? words : words.substring(0, words.offsetByCodePoints(0, length - 1)) + "…";
    }

    private void addWrapped(String indent, String text) {
        var line = new StringBuilder(indent);
        for (var word : text.split(" ", -1)) {
            if (line.length() > indent.length() && length(line + word) > WIDTH) {
                addLine(line);
                line = new StringBuilder(indent).append("  ");
            }
            line.append(word).append(' ');
        }
        addLine(line);
    }

    private void addLine(StringBuilder line) {
        lines.add(line.toString().replace(NO_BREAK, ' ').stripTrailing());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
