package mailroad.mta;

import java.time.Instant;
import mailroad.kernel.SteppedWorld;

/** A World in which the tests of this room begin at one moment. */
public final class TestWorld extends SteppedWorld {
  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  public TestWorld(long seed) {
    super(START, seed);
  }
}
