package mailroad.dns;

/** Hears of each step of a resolver as it happens, in the task that asks; must not block. */
@FunctionalInterface
public interface WalkListener {
  /** A listener that hears nothing. */
  WalkListener NONE = _ -> {};

  /** A step has ended. */
  void on(WalkStep step);
}
