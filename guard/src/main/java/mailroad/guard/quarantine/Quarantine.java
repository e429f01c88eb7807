package mailroad.guard.quarantine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.QuarantineConfig.TellSenders;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.gate.Booking;
import mailroad.mta.local.LocalDelivery;
import mailroad.smtp.Recipient;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Where mail is kept that is let neither in nor back. Any number of tasks may use it; {@link #booking} does not block,
 * what it books and all else does.
 */
public final class Quarantine {
  private final QuarantineConfig config;
  private final LocalDelivery local;
  private final Shelf shelf;
  private final Dossier dossier;
  private final Bell bell;

  /**
   * The quarantine in a store.
   *
   * @param local knows whose mailbox a copy would go into
   */
  public Quarantine(World world, Store store, LocalDelivery local, QuarantineConfig config) {
    this.config = config;
    this.local = local;
    this.shelf = new Shelf(store);
    this.dossier = new Dossier(config);
    this.bell = world.bell();
  }

  /** How mail is kept here. */
  public QuarantineConfig config() {
    return config;
  }

  /** Where it lies. */
  public Shelf shelf() {
    return shelf;
  }

  /** Rings when a sender is to be told something. */
  public Bell bell() {
    return bell;
  }

  /** Whether there is room for a message of this size. */
  public boolean hasRoom(long octets) throws StoreException {
    return shelf.messages() < config.messagesMax() && shelf.octets() + octets <= config.octetsMax();
  }

  /** The same for a message that is not held for being dangerous. */
  public Booking booking(Suspect suspect, String verdict, Why why) {
    return booking(suspect, Cause.UNWANTED, verdict, why);
  }

  /**
   * Keeps the copies that are placed here, with the very batch that takes the message; nothing where there are none.
   *
   * @param verdict a few words
   * @param why the evidence
   */
  public Booking booking(Suspect suspect, Cause cause, String verdict, Why why) {
    return (batch, draft, kept) -> {
      if (kept.quarantined().isEmpty()) {
        return;
      }
      Entry entry = dossier.of(suspect, cause, verdict, why, kept);
      boolean tell = isTold(suspect);
      shelf.add(batch, entry, copies(kept.quarantined()), tell);
      if (tell) {
        draft.afterwards(bell::ring);
      }
    };
  }

  private boolean isTold(Suspect suspect) {
    return switch (Answerable.of(suspect)) {
      case NOBODY -> false;
      case USER -> config.tellSenders() != TellSenders.NOBODY;
      case VOUCHED -> config.tellSenders() == TellSenders.VOUCHED;
    };
  }

  private List<Copy> copies(List<Recipient> recipients) throws StoreException {
    List<Copy> out = new ArrayList<>();
    for (Recipient recipient : recipients) {
      EmailAddress address = recipient.address();
      out.add(new Copy(recipient, local.owner(address).orElse(address)));
    }
    return out;
  }

  /** A message; empty if it is not kept here, or not any more. */
  public Optional<Entry> find(QueueId id) throws StoreException {
    return shelf.read(id).map(Shelf.Versioned::entry);
  }

  /** The copies of a message that are still kept. */
  public List<Copy> copies(QueueId id) throws StoreException {
    return shelf.copies(id);
  }

  /**
   * The messages that are meant, the latest first.
   *
   * @param before the last one of the page before; empty to begin
   */
  public List<Entry> list(Query query, Optional<QueueId> before, int most) throws StoreException {
    return shelf.list(query, before, most);
  }
}
