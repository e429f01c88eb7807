package mailroad.lab.demo;

import java.time.Duration;
import mailroad.app.NodeConfig;
import mailroad.mta.MtaConfig;

/** A node that tries again within a second, so that nobody who watches has to wait for minutes. */
final class Impatience {
  private static final Duration RETRY = Duration.ofMillis(300);
  private static final Duration REST = Duration.ofMillis(200);

  private Impatience() {}

  static NodeConfig of(NodeConfig usual) {
    MtaConfig mta = usual.mta();
    return usual.with(
        mta.with(
                mta.queue()
                    .withRetries(RETRY, RETRY.multipliedBy(2))
                    .with(mta.queue().flow().withRests(REST, REST.multipliedBy(2))))
            .with(mta.delivery().withRests(REST, REST.multipliedBy(2))));
  }
}
