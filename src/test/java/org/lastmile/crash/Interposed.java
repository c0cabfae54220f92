package org.lastmile.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.lastmile.store.Store;

/** A store that passes every call on to another, save for those of one method, around which something is done. */
public final class Interposed {
    private Interposed() {}

    /** What is done around a call; what it returns is what the engine gets. */
    @FunctionalInterface
    public interface Around {
        /** @param call makes the call */
        Object answer(Supplier<Object> call) throws Throwable;
    }

    /** The store with that done around each call of all methods of that name. */
    public static Store around(String name, Store store, Around around) {
        if (Arrays.stream(Store.class.getMethods())
                .noneMatch(method -> method.getName().equals(name))) {
            throw new IllegalArgumentException("a store has no method \"" + name + "\"");
        }
        return around(method -> method.getName().equals(name), store, around);
    }

    /** The store with that done around every call. */
    public static Store aroundAll(Store store, Around around) {
        return around(method -> true, store, around);
    }

    private static Store around(Predicate<Method> chosen, Store store, Around around) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    Supplier<Object> call = () -> invoke(store, method, arguments);
                    return chosen.test(method) ? around.answer(call) : call.get();
                });
    }

    private static Object invoke(Store store, Method method, Object[] arguments) {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
