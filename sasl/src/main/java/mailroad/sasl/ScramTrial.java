package mailroad.sasl;

import java.util.function.Function;

/** One try to log in by SCRAM, from the name to the proof. */
public interface ScramTrial<A> {
  /** What the proof is checked against; for a login that nobody has, keys that no password has. */
  ScramKeys keys();

  /** The proof has come: whether it holds against the keys. Called once at most. */
  Verdict<A> settle(boolean proven);

  /** The same about what belongs to the account. */
  default <B> ScramTrial<B> map(Function<A, B> what) {
    ScramTrial<A> trial = this;
    return new ScramTrial<>() {
      @Override
      public ScramKeys keys() {
        return trial.keys();
      }

      @Override
      public Verdict<B> settle(boolean proven) {
        return trial.settle(proven).map(what);
      }
    };
  }
}
