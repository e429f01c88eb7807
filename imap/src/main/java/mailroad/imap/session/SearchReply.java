package mailroad.imap.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import mailroad.imap.command.Returns;
import mailroad.imap.command.Returns.Option;
import mailroad.mailbox.UidSet;

/**
 * What an ESEARCH response tells of a result, and what of it is saved as {@code $}: RFC 4731 section 3, RFC 5182 section 2,
 * RFC 9394 section 3.1.
 */
final class SearchReply {
  private final Returns returns;
  private final Found found;
  private final LongUnaryOperator number;
  private final boolean withModSeq;

  /**
   * A reply.
   *
   * @param number how a UID is told: as itself, or as a message number
   * @param withModSeq whether the client has asked for modseqs among what it looks for
   */
  SearchReply(Returns returns, Found found, LongUnaryOperator number, boolean withModSeq) {
    this.returns = returns;
    this.found = found;
    this.number = number;
    this.withModSeq = withModSeq;
  }

  /** Whether there is anything to tell: who only saves or waits for changes wants no answer (RFC 5182 section 2.1). */
  boolean tellsAnything() {
    return returns.partial().isPresent()
        || returns.has(Option.MIN)
        || returns.has(Option.MAX)
        || returns.has(Option.ALL)
        || returns.has(Option.COUNT)
        || returns.has(Option.RELEVANCY);
  }

  /** All data items, each with a blank before it. */
  String items() {
    StringBuilder out = new StringBuilder();
    List<Long> uids = found.uids();
    if (!uids.isEmpty()) {
      add(out, Option.MIN, number(uids.getFirst()));
      add(out, Option.MAX, number(uids.getLast()));
      add(out, Option.ALL, runs(uids));
    }
    add(out, Option.COUNT, Integer.toString(uids.size()));
    returns
        .partial()
        .ifPresent(window -> {
          List<Long> part = part(window);
          String runs = part.isEmpty() ? "NIL" : runs(part);
          out.append(" PARTIAL (").append(window).append(' ').append(runs).append(')');
        });
    if (returns.has(Option.RELEVANCY) && !uids.isEmpty()) {
      out.append(" RELEVANCY (").append(relevancies()).append(')');
    }
    if (withModSeq) {
      modseqTold().ifPresent(modseq -> out.append(" MODSEQ ").append(modseq));
    }
    return out.toString();
  }

  private void add(StringBuilder out, Option option, String value) {
    if (returns.has(option)) {
      out.append(' ').append(option).append(' ').append(value);
    }
  }

  private String number(long uid) {
    return Long.toString(number.applyAsLong(uid));
  }

  private String runs(List<Long> uids) {
    return UidRuns.of(uids.stream().map(number::applyAsLong).toList());
  }

  private List<Long> part(Returns.Window window) {
    return window.of(found.uids());
  }

  /** RFC 6203 section 4: in the order of the messages that are told. */
  private String relevancies() {
    List<Long> uids = returns.partial().map(this::part).orElse(found.uids());
    List<String> all = new ArrayList<>();
    uids.forEach(uid -> all.add(Integer.toString(found.relevancy().getOrDefault(uid, 100))));
    return String.join(" ", all);
  }

  /** RFC 4731 section 3.2: of what is told, which of MIN and MAX alone is these two. */
  private Optional<Long> modseqTold() {
    boolean ends = !returns.has(Option.ALL) && !returns.has(Option.COUNT);
    Set<Long> told = new LinkedHashSet<>(found.uids());
    if (ends && returns.partial().isEmpty()) {
      told.retainAll(ends());
    }
    return told.stream().map(uid -> found.modseqs().getOrDefault(uid, 0L)).max(Long::compare);
  }

  private Set<Long> ends() {
    Set<Long> ends = new LinkedHashSet<>();
    if (!found.uids().isEmpty()) {
      if (returns.has(Option.MIN)) {
        ends.add(found.uids().getFirst());
      }
      if (returns.has(Option.MAX)) {
        ends.add(found.uids().getLast());
      }
    }
    return ends;
  }

  /** RFC 5182 section 2.1 and RFC 9394 section 3.1: what is told, and all if ALL, COUNT or nothing is. */
  UidSet saved() {
    boolean all =
        returns.has(Option.ALL)
            || returns.has(Option.COUNT)
            || returns.partial().isEmpty() && !returns.has(Option.MIN) && !returns.has(Option.MAX);
    if (all) {
      return UidSet.of(found.uids());
    }
    Set<Long> some = ends();
    returns.partial().ifPresent(window -> some.addAll(part(window)));
    return UidSet.of(some);
  }
}
