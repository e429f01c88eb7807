package mailroad.pop3;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import mailroad.mailbox.Content;
import mailroad.store.StoreException;

/** Sends one message as RETR and TOP want it, a piece at a time, whatever its size. Blocks the session's task. */
final class Delivery {
  private static final int PIECE_OCTETS = 16_384;

  private final Link link;

  Delivery(Link link) {
    this.link = link;
  }

  /**
   * Sends the answer, whole.
   *
   * @return whether there was something to send: another way to the mailbox may have removed the message
   * @throws StoreException if the content cannot be read to its end; the answer is incomplete then
   */
  boolean send(Answer.Content answer) throws IOException, StoreException {
    Optional<Content> found = answer.mailbox().content(answer.entry().uid());
    if (found.isEmpty()) {
      link.error("the message was removed meanwhile");
      return false;
    }
    Content content = found.get();
    OptionalInt lines = answer.lines();
    link.ok(lines.isPresent() ? "top of message" : content.octets() + " octets");
    DotStuffing out = link.content();
    if (lines.isPresent()) {
      sendTop(content, new Excerpt(lines.getAsInt()), out);
    } else {
      content.copy(0, content.octets(), out::write);
    }
    out.end();
    return true;
  }

  private static void sendTop(Content content, Excerpt excerpt, DotStuffing out)
      throws IOException, StoreException {
    byte[] piece = new byte[PIECE_OCTETS];
    for (long at = 0; at < content.octets() && !excerpt.isOver(); ) {
      int octets = content.read(at, piece, 0, piece.length);
      out.write(piece, 0, excerpt.take(piece, octets));
      at += octets;
    }
  }
}
