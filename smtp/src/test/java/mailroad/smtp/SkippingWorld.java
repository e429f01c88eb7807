package mailroad.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.World;

/** A real World whose clock can be put forward, so that nobody has to wait for time to pass. */
public final class SkippingWorld extends DelegatingWorld {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** A World over a real one. */
  public SkippingWorld(World real) {
    super(real);
  }

  /** Puts the clock forward. */
  public void skip(Duration time) {
    ahead.updateAndGet(time::plus);
  }

  @Override
  public Instant now() {
    return super.now().plus(ahead.get());
  }
}
