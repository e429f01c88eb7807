package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import mailroad.store.StoreException;

/** What an IMAP session knows of a mailbox: a snapshot once, and from then on only changes. */
final class Observer {
  private final Mailbox mailbox;
  private final TreeMap<Long, Message> known = new TreeMap<>();
  private long modseq;

  Observer(Mailbox mailbox) throws StoreException {
    this.mailbox = mailbox;
    Snapshot snapshot = mailbox.snapshot();
    snapshot.messages().forEach(message -> known.put(message.uid(), message));
    modseq = snapshot.modseq();
  }

  void look() throws StoreException {
    Changes changes = mailbox.changesSince(modseq);
    assertThat(changes.modseq()).isGreaterThanOrEqualTo(modseq);
    modseq = changes.modseq();
    changes.changed().forEach(message -> known.put(message.uid(), message));
    known.keySet().removeIf(changes.vanished()::contains);
  }

  /** After the last change, whoever followed the changes knows what is there. */
  void mustKnowAll() throws StoreException {
    look();
    assertThat(known.values()).containsExactlyElementsOf(mailbox.snapshot().messages());
  }
}
