package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.LiteralMark;
import mailroad.mailbox.Flags;

/**
 * What a client says of the messages that it brings, up to the next literal that goes straight into the store, or to the
 * end of the command.
 *
 * @param pieces in order; a {@link Piece.Text} is the last one and means that octets follow on the wire
 * @param next reads what comes after those octets
 */
public record Stretch(java.util.List<Piece> pieces, MessageSyntax next) {
  /** The list does not change. */
  public Stretch {
    pieces = java.util.List.copyOf(pieces);
  }

  /** A piece of what is said. */
  public sealed interface Piece {
    /**
     * A message begins.
     *
     * @param date its date in the mailbox; empty for the present
     */
    record Begin(Flags flags, Optional<java.time.Instant> date) implements Piece {}

    /**
     * Octets of the message.
     *
     * @param mark announces them
     */
    record Text(LiteralMark mark) implements Piece {}

    /**
     * Octets that stand in a message here already (RFC 4469 section 3).
     *
     * @param url says where, as the client wrote it
     */
    record Url(String url) implements Piece {}

    /** The message is whole. */
    record End() implements Piece {}
  }

  /** The literal that follows, if the command is not over. */
  public Optional<LiteralMark> literal() {
    return !pieces.isEmpty() && pieces.getLast() instanceof Piece.Text(var mark)
        ? Optional.of(mark)
        : Optional.empty();
  }
}
