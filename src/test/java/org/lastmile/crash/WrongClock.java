package org.lastmile.crash;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** Lets a process live in a wrong time: an agent by which all of {@code java.time} takes the system's clock to be fast or slow. */
public final class WrongClock {
    private static final String SECONDS = "lastmile.clock.seconds";

    private WrongClock() {}

    /** The options of a process whose clock is so much ahead. */
    static String[] options(Path folder, Duration ahead) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", WrongClock.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        var agent = Files.createTempFile(folder, "wrong-clock", ".jar");
        // The classes are on the class path already.
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
        return new String[] {"-javaagent:" + agent, "-D" + SECONDS + "=" + ahead.toSeconds()};
    }

    public static void premain(String arguments, Instrumentation instrumentation) {
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .ignore(none())
                .type(named("java.time.Clock"))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(Shift.class).on(named("currentInstant"))))
                .installOn(instrumentation);
    }

    /** What is woven in, and so may name the JDK's own classes only. */
    static final class Shift {
        private Shift() {}

        @Advice.OnMethodExit
        static void shift(@Advice.Return(readOnly = false) Instant now) {
            now = now.plusSeconds(Long.getLong("lastmile.clock.seconds", 0));
        }
    }
}
