package org.lastmile.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;
import org.lastmile.store.Edited;
import org.lastmile.store.Settlement;
import org.lastmile.store.Store;

/** The checks can fail: each engine that is broken in one place is found out, and for breaking that promise. */
class BrokenEnginesTest {
    private static final int PATIENCE = 1_500;

    private final PrintStream err = System.err;

    @BeforeEach
    void silenceTheLog() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void letItSpeak() {
        System.setErr(err);
    }

    static Stream<Arguments> brokenEngines() {
        return Stream.of(
                broken(
                        "P2",
                        "the fence is removed: whoever settles, settles",
                        "settle",
                        (store, settle, arguments) -> settle.apply(refenced(store, settlements(arguments)))),
                broken("P[24]", "the last look is removed", "look", (store, look, arguments) -> keys(arguments)),
                broken("P4", "the lease is ignored", "claim", (store, claim, arguments) -> {
                    arguments[2] = arguments[1];
                    return claim.apply(arguments);
                }),
                broken(
                        "P1",
                        "a line of the ledger is lost",
                        "settle",
                        (store, settle, arguments) -> settle.apply(withoutEntries(settlements(arguments)))),
                broken(
                        "P2",
                        "an answer does not see claims",
                        "edit",
                        (store, edit, arguments) ->
                                ((Optional<?>) edit.apply(arguments)).map(found -> unclaimed((Edited) found))),
                broken("P3", "a claim is made a minute too soon", "claim", (store, claim, arguments) -> {
                    arguments[1] = ((Instant) arguments[1]).plusSeconds(60);
                    return claim.apply(arguments);
                }),
                Arguments.of("P1", Named.of("it is settled before it is sent", new Sabotage() {
                    @Override
                    public Notifier notifier(Notifier notifier, Life life, World world) {
                        return reminder -> {
                            life.later(() -> {
                                try {
                                    notifier.send(reminder);
                                } catch (Exception | LinkageError e) {
                                    // Nobody is left to hear of it.
                                }
                            });
                            return SendResult.sent();
                        };
                    }
                })));
    }

    @ParameterizedTest
    @MethodSource("brokenEngines")
    void isFoundOut(String promise, Sabotage sabotage) {
        var found = LongStream.of(new SplittableRandom(7).longs(PATIENCE).toArray())
                .parallel()
                .mapToObj(number -> new World(number, sabotage, false).live())
                .filter(complaints -> complaints.stream().anyMatch(what -> what.matches("(?s)" + promise + " .*")))
                .findAny();

        assertThat(found).isPresent();
    }

    private interface Call {
        Object apply(Object... arguments);
    }

    private interface Broken {
        Object apply(Store store, Call call, Object[] arguments);
    }

    private static Arguments broken(String promise, String how, String name, Broken broken) {
        return Arguments.of(promise, Named.of(how, new Sabotage() {
            @Override
            public Store store(Store store, World world) {
                return (Store) Proxy.newProxyInstance(
                        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                            Call call = changed -> invoke(store, method, changed);
                            boolean isIt =
                                    method.getName().equals(name) && (!name.equals("claim") || arguments.length == 4);
                            return isIt ? broken.apply(store, call, arguments) : invoke(store, method, arguments);
                        });
            }
        }));
    }

    private static Object invoke(Store store, Method method, Object[] arguments) {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Crash death) {
                throw death;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Settlement> settlements(Object[] arguments) {
        return ((List<?>) arguments[0]).stream().map(Settlement.class::cast).toList();
    }

    private static Object refenced(Store store, List<Settlement> settlements) {
        return settlements.stream()
                .map(one -> store.read(List.of(one.claimed().key())).stream()
                        .map(now -> new Settlement(now, one.standing(), one.cursor(), one.entries()))
                        .findFirst()
                        .orElse(one))
                .toList();
    }

    private static Object withoutEntries(List<Settlement> settlements) {
        return settlements.stream()
                .map(one -> new Settlement(one.claimed(), one.standing(), one.cursor(), List.of()))
                .toList();
    }

    private static Object keys(Object[] arguments) {
        return ((Collection<?>) arguments[0])
                .stream()
                        .map(row -> ((FollowUp) row).key())
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
    }

    private static Edited unclaimed(Edited edited) {
        return new Edited(
                edited.goal(),
                edited.rows().stream()
                        .map(row -> new Edited.Row(
                                new FollowUp(
                                        row.before().key(),
                                        row.before().standing(),
                                        row.before().cursor(),
                                        Fence.NEW),
                                row.recipient(),
                                row.after()))
                        .toList());
    }
}
