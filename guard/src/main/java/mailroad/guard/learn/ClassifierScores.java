package mailroad.guard.learn;

/**
 * How much weighs what the classifier says. It gives a number from 0, good, to 1, junk.
 *
 * @param certain from 0.995
 * @param junk from 0.95
 * @param probable from 0.8
 * @param good to 0.1
 * @param certainlyGood to 0.005
 * @param knownSender nothing but good mail was learned from the sender, several times, and something vouches for it
 * @param knownSpammer nothing but spam was learned from the sender, several times
 */
public record ClassifierScores(
    double certain,
    double junk,
    double probable,
    double good,
    double certainlyGood,
    double knownSender,
    double knownSpammer) {
  /** Needs little else to make junk of a message, and alone makes none. */
  public static final ClassifierScores DEFAULT =
      new ClassifierScores(5.0, 3.5, 1.5, -0.5, -1.5, -1.5, 2.0);

  /** All are numbers. */
  public ClassifierScores {
    double sum = certain + junk + probable + good + certainlyGood + knownSender + knownSpammer;
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException("scores must be numbers");
    }
  }

  double of(double index) {
    return index >= 0.995
        ? certain
        : index >= 0.95
            ? junk
            : index >= 0.8 ? probable : index <= 0.005 ? certainlyGood : index <= 0.1 ? good : 0;
  }
}
