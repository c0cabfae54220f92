package org.lastmile.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** All that was measured: as a table for people, and as JSON. */
final class Report {
    private final String work;
    private final Map<String, Object> machine;
    private final Map<String, Map<String, List<Sample>>> cases = new LinkedHashMap<>();

    Report(String work, Map<String, Object> machine) {
        this.work = work;
        this.machine = machine;
    }

    /** Also says so at once, since the next may take its time. */
    void add(String circumstances, String contender, Sample sample) {
        cases.computeIfAbsent(circumstances, key -> new LinkedHashMap<>())
                .computeIfAbsent(contender, key -> new ArrayList<>())
                .add(sample);
        System.out.printf(
                Locale.ROOT, "%s: %-12s %s %s%n", circumstances, contender, shown(sample.value()), sample.figure());
    }

    String heading() {
        return work + " on " + machine;
    }

    String table() {
        var text = new StringBuilder();
        cases.forEach((circumstances, contenders) -> {
            text.append('\n').append(circumstances).append('\n');
            var rows = new ArrayList<List<String>>();
            contenders.forEach((contender, samples) -> {
                if (rows.isEmpty()) {
                    rows.add(titles(samples.get(0)));
                }
                rows.add(row(contender, samples, contenders));
            });
            text.append(aligned(rows));
        });
        return text.toString();
    }

    private static List<String> titles(Sample sample) {
        var titles = new ArrayList<>(List.of("", sample.figure(), "least", "most", "Lastmile is"));
        titles.addAll(sample.others().keySet());
        return titles;
    }

    private static List<String> row(String contender, List<Sample> samples, Map<String, List<Sample>> all) {
        var cells = new ArrayList<>(List.of(
                contender,
                shown(median(samples)),
                shown(values(samples).min().orElse(Double.NaN)),
                shown(values(samples).max().orElse(Double.NaN)),
                ratio(samples, lastmile(all))));
        for (var name : samples.get(0).others().keySet()) {
            cells.add(shown(median(samples, name)));
        }
        return cells;
    }

    private static @Nullable List<Sample> lastmile(Map<String, List<Sample>> all) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("lastmile"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** How many times as good Lastmile is. */
    private static String ratio(List<Sample> samples, @Nullable List<Sample> lastmile) {
        if (lastmile == null || lastmile == samples) {
            return "";
        }
        return String.format(Locale.ROOT, "%.2f x", times(samples, lastmile));
    }

    private static double times(List<Sample> samples, List<Sample> lastmile) {
        double times = median(lastmile) / median(samples);
        return samples.get(0).moreIsBetter() ? times : 1 / times;
    }

    private static double median(List<Sample> samples) {
        return median(values(samples));
    }

    private static double median(List<Sample> samples, String other) {
        return median(samples.stream().mapToDouble(sample -> sample.others().getOrDefault(other, Double.NaN)));
    }

    private static double median(DoubleStream values) {
        var sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static DoubleStream values(List<Sample> samples) {
        return samples.stream().mapToDouble(Sample::value);
    }

    private static String shown(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String aligned(List<List<String>> rows) {
        var text = new StringBuilder();
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                text.append(String.format(i == 0 ? "%-" + width + "s" : "  %" + width + "s", row.get(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    void writeJson(Path file) throws IOException {
        var results = new ArrayList<Map<String, Object>>();
        cases.forEach((circumstances, contenders) -> contenders.forEach((contender, samples) -> {
            var result = new LinkedHashMap<String, Object>();
            result.put("case", circumstances);
            result.put("contender", contender);
            result.put("figure", samples.get(0).figure());
            result.put("median", median(samples));
            result.put("least", values(samples).min().orElse(Double.NaN));
            result.put("most", values(samples).max().orElse(Double.NaN));
            var lastmile = lastmile(contenders);
            if (lastmile != null && lastmile != samples) {
                result.put("lastmileTimesAsGood", times(samples, lastmile));
            }
            result.put("runs", samples);
            results.add(result);
        }));
        var whole = new LinkedHashMap<String, Object>();
        whole.put("work", work);
        whole.put("at", Instant.now().toString());
        whole.put("machine", machine);
        whole.put("results", results);
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Files.writeString(file, mapper.writeValueAsString(whole) + "\n");
    }
}
