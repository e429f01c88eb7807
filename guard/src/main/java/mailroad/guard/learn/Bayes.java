package mailroad.guard.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Says from counts what a message looks like, as Gary Robinson proposed and SpamBayes and bogofilter proved: each token's
 * share of spam is drawn towards one half where little is known of it, the most telling tokens are kept, and Fisher's
 * method combines them twice, for spam and against it. Where both are as strong, or nothing is telling, the index is near
 * one half: it knows that it does not know. Pure.
 */
final class Bayes {
  /** How strong the belief is that an unknown token tells nothing, in messages. */
  private static final double STRENGTH = 0.45;

  private static final double NEUTRAL = 0.5;

  /** Tokens nearer to one half than this tell nothing. */
  private static final double DEVIATION_MIN = 0.1;

  /** So many tokens count at most: the rest of a long message is padding, now and then put there on purpose. */
  private static final int TELLING_MAX = 150;

  private Bayes() {}

  /**
   * A token that tells something.
   *
   * @param share from 0, only in good mail, to 1, only in spam
   */
  record Clue(String token, Counted counted, double share) {
    double deviation() {
      return Math.abs(share - NEUTRAL);
    }
  }

  /**
   * What a message looks like.
   *
   * @param index from 0, good, to 1, spam
   * @param clues the most telling first
   */
  record Opinion(double index, List<Clue> clues) {
    Opinion {
      clues = List.copyOf(clues);
    }
  }

  /**
   * Judges.
   *
   * @param counts of the tokens, in their order
   * @param learned how many messages were
   */
  static Opinion judge(List<String> tokens, List<Counted> counts, Counted learned) {
    List<Clue> clues = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Counted counted = counts.get(i);
      if (counted.all() > 0) {
        Clue clue = new Clue(tokens.get(i), counted, share(counted, learned));
        if (clue.deviation() >= DEVIATION_MIN) {
          clues.add(clue);
        }
      }
    }
    clues.sort(Comparator.comparingDouble(Clue::deviation).reversed());
    List<Clue> telling = clues.size() > TELLING_MAX ? clues.subList(0, TELLING_MAX) : clues;
    return new Opinion(index(telling), Collections.unmodifiableList(telling));
  }

  static double share(Counted counted, Counted learned) {
    double spam = Math.min(1, (double) counted.spam() / Math.max(1, learned.spam()));
    double good = Math.min(1, (double) counted.good() / Math.max(1, learned.good()));
    double share = spam + good == 0 ? NEUTRAL : spam / (spam + good);
    long n = counted.all();
    return (STRENGTH * NEUTRAL + n * share) / (STRENGTH + n);
  }

  private static double index(List<Clue> clues) {
    if (clues.isEmpty()) {
      return NEUTRAL;
    }
    double against = 0;
    double forIt = 0;
    for (Clue clue : clues) {
      against += Math.log(1 - clue.share());
      forIt += Math.log(clue.share());
    }
    double spam = 1 - chiSquare(-2 * against, clues.size());
    double good = 1 - chiSquare(-2 * forIt, clues.size());
    return (1 + spam - good) / 2;
  }

  /** The chance that chi square with {@code 2 n} degrees of freedom is at least {@code x}; in logarithms, lest it ends at 0. */
  static double chiSquare(double x, int n) {
    double m = x / 2;
    double term = -m;
    double sum = Math.exp(term);
    for (int i = 1; i < n; i++) {
      term += Math.log(m / i);
      sum += Math.exp(term);
    }
    return Math.min(1, sum);
  }
}
