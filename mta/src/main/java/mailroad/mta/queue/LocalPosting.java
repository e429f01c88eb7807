package mailroad.mta.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailroad.journal.Journal;
import mailroad.kernel.Event;
import mailroad.kernel.Reply;
import mailroad.mta.dsn.Action;
import mailroad.mta.dsn.DsnRules;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Arrival;
import mailroad.mta.local.LocalDelivery.Filing;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.queue.MailQueue.Group;
import mailroad.mta.queue.Notices.Notice;
import mailroad.mta.queue.Notices.Told;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Router;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.StoreException;

/**
 * Puts queued mail into mailboxes here: what had to wait when it was accepted, since a mailbox was full. Part of
 * one batch, which is made anew if it is refused.
 */
final class LocalPosting {
  private static final Reply FILED = new Reply(250, "2.0.0", "Delivered");

  private final Router router;
  private final LocalDelivery local;
  private final Notices notices;
  private final QueuedMessage message;
  private final Instant now;
  private final Batch batch;
  private final Journal.Draft draft;
  private final List<Fate> fates = new ArrayList<>();
  private final List<Group> more = new ArrayList<>();

  LocalPosting(
      Settler.Neighbours neighbours,
      QueuedMessage message,
      Instant now,
      Batch batch,
      Journal.Draft draft) {
    this.router = neighbours.router();
    this.local = neighbours.local();
    this.notices = neighbours.notices();
    this.message = message;
    this.now = now;
    this.batch = batch;
    this.draft = draft;
  }

  /** One fate for each recipient of the item, in its order. */
  List<Fate> fates() {
    return fates;
  }

  /** What recipients have turned into. */
  List<Group> more() {
    return more;
  }

  /** Posts an item. */
  LocalPosting post(QueuedItem item, int expansionsLeft) throws StoreException {
    for (Waiting waiting : item.recipients()) {
      fates.add(post(waiting.recipient(), item.junk(), expansionsLeft - more.size()));
    }
    return this;
  }

  private Fate post(Recipient recipient, boolean junk, int expansionsLeft) throws StoreException {
    return switch (local.lookup(router.here(recipient.address()), message.octets())) {
      case Lookup.ToAccount to -> file(recipient, to, junk);
      case Lookup.Unknown _ -> new Fate.Refused("", LocalReplies.NOBODY);
      case Lookup.Full _ -> new Fate.Later("", LocalReplies.NO_ROOM_NOW);
      case Lookup.Forward forward when forward.to().size() > expansionsLeft ->
          new Fate.Refused("", LocalReplies.CIRCLE);
      case Lookup.Forward forward -> forward(recipient, forward, junk);
    };
  }

  private Fate file(Recipient recipient, Lookup.ToAccount to, boolean junk) throws StoreException {
    Arrival arrival =
        new Arrival(message.sender(), message.blob(), message.octets(), now, true, junk);
    Filing filing = local.file(batch, arrival, router.here(recipient.address()), to);
    draft.addFiled(
        filing.uid(),
        uid ->
            new Event.Filed(
                message.id(), now, recipient.address(), to.account(), filing.mailbox(), uid));
    if (DsnRules.told(message.sender(), recipient.notices(), Action.DELIVERED, false).isPresent()) {
      tell(Action.DELIVERED, recipient);
    }
    return new Fate.Settled();
  }

  private Fate forward(Recipient recipient, Lookup.Forward forward, boolean junk)
      throws StoreException {
    draft.add(
        new Event.Expanded(message.id(), now, recipient.address(), forward.to(), forward.why()));
    if (Forwarding.isExpansion(recipient, forward.to())) {
      tell(Action.EXPANDED, recipient);
    }
    for (Recipient other : Forwarding.of(recipient, forward.to())) {
      Choice choice = router.choose(message.mail().asReleased(), other.address());
      more.add(new Group(choice, List.of(other), junk));
    }
    return new Fate.Settled();
  }

  private void tell(Action action, Recipient recipient) throws StoreException {
    Told told = new Told(recipient, new Said("", FILED), false, now);
    notices.add(batch, draft, new Notice(action, message, List.of(told)));
  }
}
