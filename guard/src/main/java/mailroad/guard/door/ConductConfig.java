package mailroad.guard.door;

/**
 * What the conduct of a client is worth: scores, as evidence.
 *
 * @param earlyTalk it spoke before the greeting
 * @param earlyCommands it sent commands before it could know that it may
 * @param bareNewlines lines of it did not end in CR LF
 * @param foreignCommands it spoke another protocol
 * @param badCommand for each command that was wrong
 * @param badCommandsMost most that wrong commands are worth together
 */
public record ConductConfig(
    double earlyTalk,
    double earlyCommands,
    double bareNewlines,
    double foreignCommands,
    double badCommand,
    double badCommandsMost) {
  /** What good software does not do. */
  public static final ConductConfig DEFAULT = new ConductConfig(4, 2, 2, 5, 0.3, 2);
}
