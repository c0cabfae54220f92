package org.lastmile.plan;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.lastmile.goal.Channel;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Step;

/** A preview as a table: recipients with the same rung at the same instant share a line. */
final class PreviewText {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);
    private static final int NAMES = 3;

    private final Preview preview;

    PreviewText(Preview preview) {
        this.preview = preview;
    }

    String table() {
        var text = new StringBuilder(preview.goal().title());
        var due = preview.goal().due();
        if (due != null) {
            text.append(", due ")
                    .append(LOCAL.format(due.instant().atZone(due.zone())))
                    .append(' ')
                    .append(due.zone());
        }
        text.append('\n');
        for (var step : preview.goal().steps()) {
            append(text, step);
        }
        for (var warning : preview.warnings()) {
            text.append("  ! ").append(warning.text());
            if (warning.recipients() > 1) {
                text.append(" (").append(warning.recipients()).append(" recipients)");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private void append(StringBuilder text, Step step) {
        text.append(step.title()).append(step.isFinal() ? " (final step)" : "").append('\n');
        Map<String, List<Preview.Line>> groups = new LinkedHashMap<>();
        for (var line : preview.lines()) {
            if (line.step().id().equals(step.id())) {
                groups.computeIfAbsent(beginning(line), key -> new ArrayList<>())
                        .add(line);
            }
        }
        groups.forEach(
                (beginning, lines) -> text.append(beginning).append(who(lines)).append('\n'));
    }

    private static String beginning(Preview.Line line) {
        var rung = line.rung();
        var by = rung.definition().channels().stream().map(Channel::name).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "  %-16s  %-20s %-18s #%-2d %-12s %s",
                utc(rung),
                LOCAL.format(rung.at().atZone(line.zone())),
                city(line.zone()),
                rung.number(),
                by,
                remark(line));
    }

    private static String utc(PlannedRung rung) {
        var text = rung.at().toString();
        return text.endsWith(":00Z") ? text.substring(0, text.length() - 4) + "Z" : text;
    }

    private static String remark(Preview.Line line) {
        var rung = line.rung();
        var words = new ArrayList<String>();
        if (rung.isNudge()) {
            words.add("asked for by hand");
        }
        if (line.conditional()) {
            var after = line.step().after();
            words.add(after.isEmpty() ? "if unanswered" : "after " + String.join(", ", after));
        }
        if (rung.handled()) {
            words.add("dealt with");
        } else if (rung.state() != ReminderState.PLANNED) {
            words.add(rung.state() + (rung.supersededBy() >= 0 ? " by #" + (rung.supersededBy() + 1) : ""));
        }
        rung.shifts().stream().sorted().map(Shift::words).forEach(words::add);
        return words.isEmpty() ? "" : "[" + String.join("; ", words) + "] ";
    }

    private static String who(List<Preview.Line> lines) {
        var names =
                lines.stream().limit(NAMES).map(line -> line.recipient().name()).collect(Collectors.joining(", "));
        return lines.size() <= NAMES ? names : names + " and " + (lines.size() - NAMES) + " more";
    }

    private static String city(ZoneId zone) {
        var id = zone.getId();
        return id.substring(id.lastIndexOf('/') + 1);
    }
}
