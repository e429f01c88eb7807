package mailroad.lab.sim;

/** How a machine goes down. */
public enum Crash {
  /**
   * The program dies and the machine goes on: peers see their connections reset, and its ports
   * refuse.
   */
  RESET,
  /**
   * The machine loses power: peers hear nothing more, until it is up again and knows nothing of
   * them.
   */
  SILENCE
}
