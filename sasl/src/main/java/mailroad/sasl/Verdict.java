package mailroad.sasl;

import java.util.function.Function;

/** What whoever knows the accounts says to a claim. */
public sealed interface Verdict<A> {
  /** It is true: that account. */
  record Granted<A>(A account) implements Verdict<A> {}

  /** It is not; which part was wrong is not said. */
  record Denied<A>() implements Verdict<A> {}

  /** The token does not hold. */
  record BadToken<A>(TokenError error) implements Verdict<A> {}

  /** Too many claims wait to be checked; this one was not. */
  record Busy<A>() implements Verdict<A> {}

  /** The same about what belongs to the account. */
  default <B> Verdict<B> map(Function<A, B> what) {
    return switch (this) {
      case Granted<A>(A account) -> new Granted<>(what.apply(account));
      case Denied<A>() -> new Denied<>();
      case BadToken<A>(TokenError error) -> new BadToken<>(error);
      case Busy<A>() -> new Busy<>();
    };
  }
}
