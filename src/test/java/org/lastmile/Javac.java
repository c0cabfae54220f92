package org.lastmile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The compiler, for source text that a host would write. */
final class Javac {
    private Javac() {}

    /** Compiles a class into a folder, and gives what the compiler has against it; nothing if it is in order. */
    static List<String> compile(String className, String source, String classPath, Path folder) {
        var complaints = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(complaints, null, UTF_8)) {
            var options = List.of(
                    "-d",
                    folder.toString(),
                    "-classpath",
                    classPath,
                    "-proc:none",
                    "--release",
                    "17",
                    "-Xlint:-options");
            compiler.getTask(null, files, complaints, options, null, List.of(new Text(className, source)))
                    .call();
            return complaints.getDiagnostics().stream()
                    .filter(complaint -> complaint.getKind() == Diagnostic.Kind.ERROR)
                    .map(complaint -> "line " + complaint.getLineNumber() + ": " + complaint.getMessage(null))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a class was loaded from: a jar, or a folder of classes. */
    static String homeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String source;

        Text(String className, String source) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
