package mailroad.imap.session;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import mailroad.imap.command.Returns;
import mailroad.imap.command.Search;
import mailroad.imap.command.SearchKey;
import mailroad.imap.command.Sort;
import mailroad.imap.command.SortBy;
import mailroad.imap.command.ThreadSearch;
import mailroad.mailbox.Outline;
import mailroad.mailbox.UidSet;
import mailroad.mime.BaseSubject;
import mailroad.mime.MessageIds;
import mailroad.store.StoreException;

/**
 * SEARCH, SORT and THREAD: RFC 3501 section 6.4.4, RFC 4731, RFC 5182, RFC 5256, RFC 5267. Used by one session's task, for one
 * command.
 */
final class Searching {
  private static final int REFERENCES_MAX = 1_000;

  private final View view;
  private final Responses out;
  private final Asking asking;

  /**
   * Who searches.
   *
   * @param tag of the command
   * @param enabled what the client has switched on
   */
  record Asking(Session.Surroundings around, String tag, Enabled enabled) {
    Matcher.Ground ground(View view) {
      return new Matcher.Ground(
          view, around.config().searchOctetsMax(), around.world().now(), around.index());
    }
  }

  Searching(View view, Responses out, Asking asking) {
    this.view = view;
    this.out = out;
    this.asking = asking;
  }

  static Completion unknownCharset() {
    return Completion.no("[BADCHARSET (US-ASCII UTF-8 ISO-8859-1)] This charset is not known");
  }

  Completion search(Search command) throws IOException, StoreException {
    if (command.key().isEmpty()) {
      return failed(command.returns());
    }
    SearchKey key = command.key().get();
    // RFC 9051 section 6.4.4: who speaks IMAP4rev2 is always answered by ESEARCH.
    Optional<Returns> returns =
        asking.enabled().isRev2() && command.returns().isEmpty()
            ? Optional.of(Returns.ALL)
            : command.returns();
    return reply("SEARCH", new Wish(command.uid(), returns, key, List.of()), find(key));
  }

  Completion sort(Sort command) throws IOException, StoreException {
    if (command.key().isEmpty()) {
      return failed(command.returns());
    }
    SearchKey key = command.key().get();
    Found found = sorted(find(key), command.order());
    return reply("SORT", new Wish(command.uid(), command.returns(), key, command.order()), found);
  }

  /** RFC 5182 section 2.1: a search that fails saves nothing, and what was saved is gone. */
  private Completion failed(Optional<Returns> returns) {
    if (returns.filter(r -> r.has(Returns.Option.SAVE)).isPresent()) {
      view.save(UidSet.NONE);
    }
    return unknownCharset();
  }

  /** What a command asks for. */
  private record Wish(boolean uid, Optional<Returns> returns, SearchKey key, List<SortBy> order) {}

  private Completion reply(String name, Wish wish, Found found) throws IOException, StoreException {
    LongUnaryOperator number = wish.uid() ? uid -> uid : uid -> view.index(uid).orElseThrow() + 1L;
    if (wish.returns().isEmpty()) {
      StringBuilder reply = new StringBuilder(name);
      found.uids().forEach(uid -> reply.append(' ').append(number.applyAsLong(uid)));
      if (wish.key().asksForModSeqs() && !found.uids().isEmpty()) {
        long highest = found.modseqs().values().stream().max(Long::compare).orElse(0L);
        reply.append(" (MODSEQ ").append(highest).append(')');
      }
      out.untagged(reply.toString());
      return Completion.ok("Searched");
    }
    Returns returns = wish.returns().get();
    SearchReply reply = new SearchReply(returns, found, number, wish.key().asksForModSeqs());
    if (returns.has(Returns.Option.SAVE)) {
      view.save(reply.saved());
    }
    if (reply.tellsAnything()) {
      String uid = wish.uid() ? " UID" : "";
      out.untagged("ESEARCH (TAG " + tag() + ")" + uid + reply.items());
    }
    if (returns.has(Returns.Option.UPDATE)) {
      keepUpToDate(wish, found);
    }
    return Completion.ok("Searched");
  }

  private String tag() {
    return Responses.string(asking.tag());
  }

  private void keepUpToDate(Wish wish, Found found) throws IOException, StoreException {
    SearchContext context =
        new SearchContext(
            new SearchContext.Query(
                asking.tag(), wish.uid(), wish.key(), wish.order(), () -> asking.ground(view)));
    context.fill(view, found);
    if (!view.contexts().add(context, view)) {
      // RFC 5267 section 4.3.1
      out.untagged("NO [NOUPDATE " + tag() + "] Too many results to be kept up to date");
    }
  }

  /** The messages that a key fits, in the order of the mailbox. */
  Found find(SearchKey key) throws IOException, StoreException {
    Matcher matcher = Matcher.of(key, asking.ground(view));
    List<Long> uids = new ArrayList<>();
    Map<Long, Integer> relevancy = new HashMap<>();
    Map<Long, Long> modseqs = new HashMap<>();
    boolean withModSeqs = key.asksForModSeqs();
    Progress progress = new Progress(asking.around(), asking.tag(), out);
    for (int i = 0; i < view.size(); i++) {
      progress.at(i, view.size());
      int fits = matcher.relevancy(i);
      if (fits > 0) {
        long uid = view.uid(i);
        uids.add(uid);
        if (fits < 100) {
          relevancy.put(uid, fits);
        }
        if (withModSeqs) {
          modseqs.put(uid, view.modseq(i));
        }
      }
    }
    return new Found(uids, relevancy, modseqs);
  }

  /** RFC 5256 section 3: the same messages in another order. */
  private Found sorted(Found found, List<SortBy> order) throws StoreException {
    boolean needOutline = SortKeys.needOutline(order);
    OutlineWindow outlines = new OutlineWindow(view);
    List<SortKeys> keys = new ArrayList<>(found.uids().size());
    for (long uid : found.uids()) {
      int index = view.index(uid).orElseThrow();
      Optional<Outline> outline = needOutline ? outlines.of(index) : Optional.empty();
      int relevancy = found.relevancy().getOrDefault(uid, 100);
      keys.add(SortKeys.of(order, view.message(index), outline, relevancy));
    }
    keys.sort(SortKeys.by(order));
    return found.inOrder(keys.stream().map(SortKeys::uid).toList());
  }

  Completion thread(ThreadSearch command) throws IOException, StoreException {
    if (command.key().isEmpty()) {
      return unknownCharset();
    }
    OutlineWindow outlines = new OutlineWindow(view);
    List<Threads.Letter> letters = new ArrayList<>();
    for (long uid : find(command.key().get()).uids()) {
      int index = view.index(uid).orElseThrow();
      letters.add(letter(index, command.uid() ? uid : index + 1L, outlines.of(index)));
    }
    String threads =
        switch (command.algorithm()) {
          case ORDEREDSUBJECT -> Threads.byOrderedSubject(letters);
          case REFERENCES -> Threads.byReferences(letters);
        };
    out.untagged("THREAD" + (threads.isEmpty() ? "" : " " + threads));
    return Completion.ok("Threaded");
  }

  private Threads.Letter letter(int index, long shown, Optional<Outline> outline) {
    Instant sent = SortKeys.sent(view.message(index), outline);
    if (outline.isEmpty()) {
      BaseSubject none = new BaseSubject("", false);
      return new Threads.Letter(index, shown, sent, none, Optional.empty(), List.of());
    }
    return new Threads.Letter(
        index,
        shown,
        sent,
        outline.get().baseSubject(),
        ids(outline.get().envelope().messageId()).stream().findFirst(),
        references(outline.get()));
  }

  /** RFC 5256 section 3, step 1: where References has no id, the first of In-Reply-To counts. */
  private static List<String> references(Outline outline) {
    List<String> references = ids(outline.header().value("References"));
    return references.isEmpty()
        ? ids(outline.envelope().inReplyTo()).stream().limit(1).toList()
        : references;
  }

  private static List<String> ids(Optional<String> value) {
    return value.map(text -> MessageIds.of(text, REFERENCES_MAX)).orElse(List.of());
  }
}
