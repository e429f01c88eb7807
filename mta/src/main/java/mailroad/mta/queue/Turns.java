package mailroad.mta.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose turn it is at one next hop. The highest priority comes first (RFC 6710); within one, senders take turns
 * by deficit round robin: each may send as many octets a round as any other, so that one who has a thousand
 * messages, or large ones, does not make another wait for more than a round. Used under its owner's lock.
 */
final class Turns {
  private static final long QUANTUM_OCTETS = 64_000;

  private final TreeMap<Integer, Round> rounds = new TreeMap<>(Collections.reverseOrder());
  private int size;

  /** The senders of one priority. */
  private static final class Round {
    private final Map<String, Share> shares = new HashMap<>();
    private final Deque<Share> turns = new ArrayDeque<>();
  }

  /** What one sender has waiting, and how much it may send before the next one's turn. */
  private static final class Share {
    private final String sender;
    private final Deque<Load> waiting = new ArrayDeque<>();
    private long credit = QUANTUM_OCTETS;

    Share(String sender) {
      this.sender = sender;
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Load load) {
    Round round = rounds.computeIfAbsent(load.priority(), _ -> new Round());
    Share share = round.shares.computeIfAbsent(load.sender(), Share::new);
    if (share.waiting.isEmpty()) {
      round.turns.add(share);
    }
    share.waiting.add(load);
    size++;
  }

  /** How many of a sender's wait. */
  int waitingOf(String sender) {
    return rounds.values().stream()
        .map(round -> round.shares.get(sender))
        .mapToInt(share -> share == null ? 0 : share.waiting.size())
        .sum();
  }

  /** The next one; there must be one. */
  Load next() {
    Map.Entry<Integer, Round> highest = rounds.firstEntry();
    Round round = highest.getValue();
    Share share = round.turns.element();
    while (share.credit < share.waiting.element().cost() && round.turns.size() > 1) {
      share.credit += QUANTUM_OCTETS;
      round.turns.add(round.turns.remove());
      share = round.turns.element();
    }
    Load load = share.waiting.remove();
    // One who is alone runs up no debt.
    share.credit =
        Math.max(share.credit, round.turns.size() == 1 ? load.cost() : share.credit) - load.cost();
    size--;
    if (share.waiting.isEmpty()) {
      round.turns.remove();
      round.shares.remove(share.sender);
      if (round.turns.isEmpty()) {
        rounds.remove(highest.getKey());
      }
    }
    return load;
  }

  /** Takes all out. */
  List<Load> drain() {
    List<Load> out = new ArrayList<>(size);
    while (size > 0) {
      out.add(next());
    }
    return out;
  }
}
