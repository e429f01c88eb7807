package mailroad.wire;

import java.time.Duration;
import java.time.Instant;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections of those who are barred: there may be thousands in a second, so that they get a line of the log for
 * each minute, and a word only as long as few of them come. Any number of tasks may use it.
 */
final class BarredCount {
  private static final Logger LOG = LoggerFactory.getLogger(BarredCount.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final int WORDS_PER_SECOND_MAX = 20;

  private final World world;
  private final String service;
  private Instant told;
  private Instant second;
  private long untold;
  private int words;

  BarredCount(World world, String service) {
    this.world = world;
    this.service = service;
    this.told = world.now().minus(MINUTE);
    this.second = told;
  }

  /** Counts one more, and says whether there is time to tell it why. */
  synchronized boolean count() {
    Instant now = world.now();
    untold++;
    if (!now.isBefore(told.plus(MINUTE))) {
      LOG.info("event=barred service={} connections={}", service, untold);
      told = now;
      untold = 0;
    }
    if (!now.isBefore(second.plus(SECOND))) {
      second = now;
      words = 0;
    }
    return ++words <= WORDS_PER_SECOND_MAX;
  }
}
