package org.lastmile.notify.webhook;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the head of an answer as soon as it is there, and reads the rest only so far that the connection can be used again. What the
 * rest says is of no interest, and it may name people.
 */
final class Answer implements BodyHandler<Answer.Head> {
    /** More than this is not waited for: the connection is given up. */
    private static final long MOST_BYTES = 64 * 1024;

    /** Status and headers. */
    record Head(int status, HttpHeaders headers) {}

    private volatile @Nullable Head head;

    /** Status and headers, if they have come. */
    @Nullable
    Head head() {
        return head;
    }

    @Override
    public BodySubscriber<Head> apply(ResponseInfo info) {
        var seen = new Head(info.statusCode(), info.headers());
        head = seen;
        return new Rest(seen);
    }

    private static final class Rest implements BodySubscriber<Head> {
        private final CompletableFuture<Head> done = new CompletableFuture<>();
        private final Head head;
        private long left = MOST_BYTES;
        private Flow.@Nullable Subscription subscription;

        Rest(Head head) {
            this.head = head;
        }

        @Override
        public CompletionStage<Head> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (var buffer : buffers) {
                left -= buffer.remaining();
            }
            if (left < 0 && subscription != null) {
                subscription.cancel();
                done.complete(head);
            }
        }

        @Override
        public void onError(Throwable cutOff) {
            done.complete(head);
        }

        @Override
        public void onComplete() {
            done.complete(head);
        }
    }
}
