package mailroad.imap.command;

/** A command behind whose first literal mark messages follow on the wire, for the store and not for the memory. */
public sealed interface BringsMessages permits Append, Replace {
  /** What is said of the messages up to the first literal, or to the end of the command. */
  Stretch first();
}
