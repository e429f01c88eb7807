package mailroad.mta.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import mailroad.kernel.Reply;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.smtp.Notify.Occasion;
import mailroad.smtp.Recipient;

/**
 * What an attempt means for an item: who is done with, who has failed, and when the rest is tried again. Pure
 * but for the random numbers given.
 *
 * @param relayed taken over by another server
 * @param failed given up
 * @param deferred still waiting, with what was said now
 * @param delayed those of the deferred whose sender is to be told now that it takes longer
 * @param left the item from now on; empty if all of it is done with
 */
record Settlement(
    List<Relayed> relayed,
    List<Failed> failed,
    List<Waiting> deferred,
    List<Waiting> delayed,
    Optional<QueuedItem> left) {

  /** A recipient that another server answers for now. */
  record Relayed(Recipient recipient, Fate.Relayed fate) {}

  /**
   * A recipient that was given up.
   *
   * @param said what was said last
   * @param expired whether it was given up only because time is over
   */
  record Failed(Recipient recipient, Said said, boolean expired) {}

  /**
   * Settles an attempt.
   *
   * @param fates one for each recipient of the item, in its order
   */
  static Settlement of(
      QueuedItem item, QueuedMessage.Times times, List<Fate> fates, Moment moment) {
    if (fates.size() != item.recipients().size()) {
      throw new IllegalArgumentException("one fate for each recipient");
    }
    List<Relayed> relayed = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    List<Waiting> deferred = new ArrayList<>();
    boolean expired = !moment.now().isBefore(times.expires());
    for (int i = 0; i < fates.size(); i++) {
      Recipient recipient = item.recipients().get(i).recipient();
      switch (fates.get(i)) {
        case Fate.Relayed fate -> relayed.add(new Relayed(recipient, fate));
        case Fate.Refused(var host, var reply) ->
            failed.add(new Failed(recipient, new Said(host, reply), false));
        case Fate.Later(var host, var reply) ->
            wait(recipient, new Said(host, reply), expired, failed, deferred);
        case Fate.Settled() -> {}
        case Fate.LeftAlone(var reply, _) ->
            // What a host said itself tells the sender more than that we leave it alone.
            wait(
                recipient,
                item.recipients().get(i).last().orElse(new Said("", reply)),
                expired,
                failed,
                deferred);
      }
    }
    if (deferred.isEmpty()) {
      return new Settlement(relayed, failed, deferred, List.of(), Optional.empty());
    }
    List<Waiting> delayed = delayed(item, times, deferred, moment.now());
    boolean tried = tried(fates);
    QueuedItem left =
        new QueuedItem(
            item.number(),
            item.hop(),
            deferred,
            item.attempts() + (tried ? 1 : 0),
            next(item, times, fates, tried, deferred, moment),
            item.delayNoticed() || isDelayed(times, moment.now()),
            item.expires(),
            item.junk());
    return new Settlement(relayed, failed, deferred, delayed, Optional.of(left));
  }

  /** Whether there was an attempt; otherwise the next hop was left alone. */
  static boolean tried(List<Fate> fates) {
    return fates.stream().anyMatch(fate -> !(fate instanceof Fate.LeftAlone));
  }

  /** When an attempt ended, and what decides about the next. */
  record Moment(Instant now, RetrySchedule schedule, RandomGenerator random) {}

  private static void wait(
      Recipient recipient,
      Said said,
      boolean expired,
      List<Failed> failed,
      List<Waiting> deferred) {
    if (expired) {
      failed.add(new Failed(recipient, said, true));
    } else {
      deferred.add(new Waiting(recipient, Optional.of(said)));
    }
  }

  private static boolean isDelayed(QueuedMessage.Times times, Instant now) {
    return times.delayNotice().filter(at -> !now.isBefore(at)).isPresent();
  }

  private static List<Waiting> delayed(
      QueuedItem item, QueuedMessage.Times times, List<Waiting> deferred, Instant now) {
    return item.delayNoticed() || !isDelayed(times, now)
        ? List.of()
        : deferred.stream().filter(w -> w.recipient().notices().wants(Occasion.DELAY)).toList();
  }

  /** Never after the message's end: then it is tried once more, and given up if that fails. */
  private static Instant next(
      QueuedItem item,
      QueuedMessage.Times times,
      List<Fate> fates,
      boolean tried,
      List<Waiting> deferred,
      Moment moment) {
    Instant next =
        tried
            ? moment.now().plus(wait(item, deferred, moment))
            : fates.stream()
                .flatMap(fate ->
                    fate instanceof Fate.LeftAlone(_, var until)
                        ? Stream.of(until)
                        : Stream.empty())
                .min(Instant::compareTo)
                .orElseThrow();
    return next.isBefore(times.expires()) ? next : times.expires();
  }

  private static Duration wait(QueuedItem item, List<Waiting> deferred, Moment moment) {
    Reply reply = deferred.getFirst().last().orElseThrow().reply();
    return moment.schedule().waitAfter(item.attempts() + 1, reply, moment.random());
  }
}
