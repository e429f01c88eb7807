package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * SELECT and EXAMINE: RFC 3501 section 6.3.1 and RFC 3501 section 6.3.2.
 *
 * @param readOnly whether it is EXAMINE
 * @param condstore whether modseqs are asked for (RFC 7162 section 3.1.8)
 * @param resync what the client knows from the last time
 */
public record Select(
    MailboxArgument mailbox, boolean readOnly, boolean condstore, Optional<Resync> resync)
    implements Command.AfterLogin {
  /**
   * What a client knows of the mailbox: RFC 7162 section 3.2.5.
   *
   * @param known the UIDs that it knows; empty for all
   * @param matches some of its messages by number and UID
   */
  public record Resync(
      long uidValidity, long modseq, Optional<SequenceSet> known, Optional<Matches> matches) {}

  /**
   * Messages as the client numbers them: RFC 7162 section 3.2.5.2.
   *
   * @param numbers ascending
   * @param uids theirs, in the same order
   */
  public record Matches(SequenceSet numbers, SequenceSet uids) {}

  static Select parse(Input input, boolean readOnly) throws Malformed {
    input.space();
    MailboxArgument mailbox = MailboxArgument.parse(input);
    boolean condstore = false;
    Optional<Resync> resync = Optional.empty();
    if (input.take(" (")) {
      do {
        switch (input.word()) {
          case "CONDSTORE" -> condstore = true;
          case "QRESYNC" -> resync = Optional.of(resync(input));
          default -> throw new Malformed("unknown parameter of SELECT");
        }
      } while (input.take(' '));
      input.need(')');
    }
    return new Select(mailbox, readOnly, condstore, resync);
  }

  private static Resync resync(Input input) throws Malformed {
    input.space();
    input.need('(');
    long validity = input.number();
    input.space();
    long modseq = input.number63();
    Optional<SequenceSet> known = Optional.empty();
    Optional<Matches> matches = Optional.empty();
    boolean more = input.take(' ');
    if (more && input.peek() != '(') {
      known = Optional.of(knownSet(input));
      more = input.take(' ');
    }
    if (more) {
      input.need('(');
      SequenceSet numbers = knownSet(input);
      input.space();
      matches = Optional.of(new Matches(numbers, knownSet(input)));
      input.need(')');
    }
    input.need(')');
    return new Resync(validity, modseq, known, matches);
  }

  /** RFC 7162 section 7: {@code known-uids}, a set without {@code *}. */
  private static SequenceSet knownSet(Input input) throws Malformed {
    SequenceSet set = SequenceSet.parse(input);
    boolean open =
        set.ranges().stream()
            .anyMatch(r -> r.from() == SequenceSet.LARGEST || r.to() == SequenceSet.LARGEST);
    if (open) {
      throw new Malformed("what is known has no *");
    }
    return set;
  }

  @Override
  public String name() {
    return readOnly ? "EXAMINE" : "SELECT";
  }
}
