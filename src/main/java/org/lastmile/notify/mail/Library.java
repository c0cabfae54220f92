package org.lastmile.notify.mail;

/** Whether the optional library is there: asked at construction, so that nobody learns of it at the first deadline. */
final class Library {
    private Library() {}

    /** @throws IllegalStateException if it is not, with what to add */
    static void check() {
        try {
            var loader = Library.class.getClassLoader();
            var provider = Class.forName("jakarta.mail.util.StreamProvider", true, loader);
            provider.getMethod("provider").invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(
                    "mail needs Jakarta Mail with an implementation, which is not on the class path; add org.eclipse.angus:angus-mail",
                    e);
        }
    }
}
