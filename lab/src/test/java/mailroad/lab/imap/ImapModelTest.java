package mailroad.lab.imap;

import org.junit.jupiter.api.Test;

/**
 * Several clients do what comes to their minds in the same mailboxes, at once; each must be told nothing that RFC 9051 does
 * not allow at that moment, and in the end must know the mailbox as it is. Store calls of different sessions interleave as
 * the seed will have it. {@code -Dseeds=5000} plays more of them ({@code bench/model}), {@code -Dseed=17} one.
 */
class ImapModelTest {
  private static final int SEEDS = Integer.getInteger("seeds", 50);

  @Test
  void clientsThatActAtOnceEndUpKnowingTheSame() throws Exception {
    play(true);
  }

  @Test
  void clientsThatActInTurnEndUpKnowingTheSame() throws Exception {
    play(false);
  }

  private static void play(boolean atOnce) throws Exception {
    long only = Long.getLong("seed", 0);
    long last = only > 0 ? only : SEEDS;
    for (long seed = Math.max(1, only); seed <= last; seed++) {
      new ImapModel(seed, atOnce, Fault.NONE).play();
    }
  }
}
