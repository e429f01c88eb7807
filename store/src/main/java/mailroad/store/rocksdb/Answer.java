package mailroad.store.rocksdb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;

/** What a dedicated task says to the one who asked it. The first thing said counts. */
final class Answer<T> {
  private sealed interface Said<T> {
    record Value<T>(T value) implements Said<T> {}

    record Failure<T>(StoreException failure) implements Said<T> {}

    record Mistake<T>(RuntimeException mistake) implements Said<T> {}

    record Nothing<T>() implements Said<T> {}
  }

  private final CountDownLatch latch = new CountDownLatch(1);
  private final AtomicReference<Said<T>> said = new AtomicReference<>(new Said.Nothing<>());

  void give(T value) {
    say(new Said.Value<>(value));
  }

  void fail(StoreException failure) {
    say(new Said.Failure<>(failure));
  }

  /** The request itself was wrong. */
  void refuse(RuntimeException mistake) {
    say(new Said.Mistake<>(mistake));
  }

  private void say(Said<T> what) {
    if (said.get() instanceof Said.Nothing<T> nothing && said.compareAndSet(nothing, what)) {
      latch.countDown();
    }
  }

  /** Waits for the answer. A cancellation does not end the wait: what was asked for happens anyway. */
  T await() throws StoreException {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (said.get()) {
      case Said.Value<T>(var value) -> value;
      case Said.Mistake<T>(var mistake) -> throw mistake;
      case Said.Failure<T>(var failure) -> throw again(failure);
      case Said.Nothing<T>() -> throw new IllegalStateException("woken without an answer");
    };
  }

  /** The failure as one of the caller's own: many may have been told the same one. */
  private static StoreException again(StoreException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof StoreFullException
        ? new StoreFullException(message)
        : new StoreException(message, failure);
  }
}
