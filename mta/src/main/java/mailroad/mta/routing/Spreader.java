package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.mta.routing.GroupLine.Member;

/**
 * Whose turn it is in a group. By weights, smoothly: each turn every host gains its weight, the richest is taken and
 * pays the sum of all; so hosts of weights 5, 1, 1 are taken a a b a c a a, not in bursts. Any number of tasks may use
 * it.
 */
final class Spreader {
  private final GroupLine group;
  private final ReentrantLock lock = new ReentrantLock();
  private final long[] credit;

  Spreader(GroupLine group) {
    this.group = group;
    this.credit = new long[group.hosts().size()];
  }

  GroupLine group() {
    return group;
  }

  /**
   * The numbers of the hosts, in the order in which they are tried.
   *
   * @param sessions how many sessions each has now
   * @param take whether this is an attempt, so that the next one has its turn afterwards; otherwise a question
   */
  List<Integer> order(List<Integer> sessions, boolean take) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < credit.length; i++) {
      order.add(i);
    }
    switch (group.spread()) {
      case IN_ORDER -> {}
      case ROUND_ROBIN -> order.sort(byTurn(take));
      case LEAST_BUSY -> {
        // Equals take turns: otherwise the first would get all the mail of a quiet day.
        order.sort(byTurn(take));
        order.sort(Comparator.comparingDouble(i -> (double) sessions.get(i) / share(i)));
      }
    }
    return order;
  }

  private Comparator<Integer> byTurn(boolean take) {
    long[] now = turn(take);
    return Comparator.comparingLong(i -> -now[i]);
  }

  /** The credits at this turn, before the richest has paid. */
  private long[] turn(boolean take) {
    lock.lock();
    try {
      long[] now = credit.clone();
      int richest = 0;
      long sum = 0;
      for (int i = 0; i < now.length; i++) {
        now[i] += share(i);
        sum += share(i);
        richest = now[i] > now[richest] ? i : richest;
      }
      if (take) {
        System.arraycopy(now, 0, credit, 0, now.length);
        credit[richest] -= sum;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }

  private int share(int host) {
    return group.hosts().get(host).share();
  }

  Member member(int host) {
    return group.hosts().get(host);
  }
}
