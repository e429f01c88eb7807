package mailroad.imap.session;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.SearchKey;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Content;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Message;
import mailroad.mailbox.Origin;
import mailroad.mailbox.Outline;
import mailroad.mailbox.UidSet;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mime.Structure;
import mailroad.search.Candidates;
import mailroad.search.FullText;
import mailroad.search.MessageText;
import mailroad.search.Needle;
import mailroad.search.Where;
import mailroad.store.StoreException;

/**
 * Says whether a message is one that SEARCH looks for (RFC 3501 section 6.4.4). Keys that need the content are tried after
 * those that do not. A message that is gone matches none of them.
 */
final class Matcher {
  /** Messages up to this size are read at once, and looked into in memory. */
  private static final int AT_HAND_OCTETS_MAX = 1_048_576;

  private final Test test;
  private final Ground ground;
  private final OutlineWindow outlines;

  private Matcher(Test test, Ground ground) {
    this.test = test;
    this.ground = ground;
    this.outlines = new OutlineWindow(ground.view());
  }

  /**
   * What messages are looked at in.
   *
   * @param octetsMax octets of the text parts of each message that are looked into
   * @param now by which ages are told (RFC 5032 section 2)
   * @param index says which messages need not be looked into; empty if there is none
   */
  record Ground(View view, int octetsMax, Instant now, Optional<FullText> index) {}

  /** One message, and its content if it is needed. */
  private final class Candidate {
    private final int index;
    private final Message message;
    private Optional<MessageText> text = Optional.empty();
    private boolean gone;
    private double score;
    private int scores;

    Candidate(int index, Message message) {
      this.index = index;
      this.message = message;
    }

    Optional<Outline> outline() throws StoreException {
      return outlines.of(index);
    }

    Optional<Origin> origin() throws StoreException {
      return Optional.ofNullable(
          ground.view().mailbox().origins(UidSet.of(message.uid())).get(message.uid()));
    }

    /** RFC 8514 section 4.3: where it is not known, the date of the message in the mailbox stands for it. */
    Optional<LocalDate> saved() throws StoreException {
      return origin().map(o -> day(o.saved().orElse(message.internalDate())));
    }

    Optional<MessageText> text() throws IOException, StoreException {
      if (text.isEmpty() && !gone) {
        Optional<Content> content = ground.view().mailbox().content(message.uid());
        gone = content.isEmpty();
        text =
            gone
                ? Optional.empty()
                : Optional.of(textOf(content.get().asOctetsAtHand(AT_HAND_OCTETS_MAX)));
      }
      return text;
    }

    private MessageText textOf(Octets octets) {
      MessageReading reading =
          new MessageReading(message.uid(), octets, ground.view().structures());
      return new MessageText(
          octets,
          new MessageText.Reading() {
            @Override
            public Header header() throws IOException {
              return reading.header();
            }

            @Override
            public Structure structure() throws IOException {
              return reading.whole();
            }
          },
          ground.octetsMax());
    }

    boolean fits(double how) {
      score += how;
      scores += how > 0 ? 1 : 0;
      return how > 0;
    }

    int relevancy() {
      return scores == 0 ? 100 : Math.clamp(Math.round(100 * score / scores), 1, 100);
    }
  }

  private interface Condition {
    boolean holds(Candidate candidate) throws IOException, StoreException;
  }

  /**
   * A condition and how dear it is.
   *
   * @param cost 0 for what the view knows, 1 for the header section, 2 for the whole message
   */
  private record Test(int cost, Condition condition) {}

  /** A matcher for messages of a view. */
  static Matcher of(SearchKey key, Ground ground) {
    return new Matcher(test(key, ground), ground);
  }

  /**
   * How well a message fits (RFC 6203 section 4), from 1 to 100; 0 if it does not. Whatever is not looked for by {@code
   * FUZZY} fits entirely.
   */
  int relevancy(int index) throws IOException, StoreException {
    Candidate candidate = new Candidate(index, ground.view().message(index));
    return test.condition().holds(candidate) ? candidate.relevancy() : 0;
  }

  private static Test test(SearchKey key, Ground ground) {
    View view = ground.view();
    return switch (key) {
      case SearchKey.All() -> cheap(_ -> true);
      case SearchKey.Numbered(var set) when set.isSaved() ->
          cheap(c -> view.saved().contains(c.message.uid()));
      case SearchKey.Uid(var set) when set.isSaved() ->
          cheap(c -> view.saved().contains(c.message.uid()));
      case SearchKey.Numbered(var set) -> {
        List<SequenceSet.Range> ranges = set.resolve(view.size());
        yield cheap(c -> SequenceSet.contains(ranges, c.index + 1));
      }
      case SearchKey.Uid(var set) -> {
        long last = view.size() == 0 ? 0 : view.uid(view.size() - 1);
        List<SequenceSet.Range> ranges = set.resolve(last);
        yield cheap(c -> SequenceSet.contains(ranges, c.message.uid()));
      }
      case SearchKey.Flagged(var flag) -> cheap(c -> c.message.flags().has(flag));
      case SearchKey.Keyword(var keyword) ->
          cheap(c -> Flags.isKeyword(keyword) && c.message.flags().has(keyword));
      case SearchKey.Recent() -> cheap(c -> view.isRecent(c.message));
      case SearchKey.Larger(var octets) -> cheap(c -> c.message.octets() > octets);
      case SearchKey.Smaller(var octets) -> cheap(c -> c.message.octets() < octets);
      case SearchKey.ModSeq(var least) -> cheap(c -> c.message.modseq() >= least);
      case SearchKey.EmailId(var id) ->
          new Test(1, c -> c.origin().filter(o -> o.emailId().equals(id)).isPresent());
      case SearchKey.ThreadId(var id) ->
          new Test(1, c -> c.origin().flatMap(Origin::threadId).filter(id::equals).isPresent());
      case SearchKey.Saved(var when, var day) ->
          new Test(1, c -> c.saved().filter(date -> compares(date, when, day)).isPresent());
      case SearchKey.Dated(var when, var sent, var day) ->
          sent
              ? new Test(1, c -> sent(c).filter(d -> compares(d, when, day)).isPresent())
              : cheap(c -> compares(received(c.message), when, day));
      case SearchKey.Field(var name, var text) -> {
        Needle needle = new Needle(text);
        // What the outline has is found without the index.
        Hint hint = Outline.lists(name) ? Hint.NONE : new Hint(ground, needle, Where.HEAD);
        yield new Test(1, c -> hint.admits(c.message) && field(c, name, needle));
      }
      case SearchKey.Body(var text) -> {
        Needle needle = new Needle(text);
        Hint hint = new Hint(ground, needle, Where.BODY);
        yield new Test(
            2,
            c -> hint.admits(c.message) && c.text().isPresent() && c.text().get().bodyHas(needle));
      }
      case SearchKey.Text(var text) -> {
        Needle needle = new Needle(text);
        Hint hint = new Hint(ground, needle, Where.HEAD, Where.BODY);
        yield new Test(
            2, c -> hint.admits(c.message) && c.text().isPresent() && c.text().get().has(needle));
      }
      case SearchKey.Not(var inner) -> {
        Test test = test(inner, ground);
        yield new Test(test.cost(), c -> !test.condition().holds(c));
      }
      case SearchKey.Or(var left, var right) -> any(tests(List.of(left, right), ground));
      case SearchKey.And(var keys) -> all(tests(keys, ground));
      case SearchKey.Within(var younger, var seconds) -> {
        Instant border = ground.now().minusSeconds(seconds);
        yield cheap(c -> younger != c.message.internalDate().isBefore(border));
      }
      case SearchKey.Fuzzy(var inner) -> fuzzy(inner, ground);
    };
  }

  /** RFC 6203 section 3: texts are taken loosely, everything else as ever. */
  private static Test fuzzy(SearchKey key, Ground ground) {
    return switch (key) {
      case SearchKey.Field(var name, var text) -> {
        FuzzyNeedle needle = new FuzzyNeedle(text);
        yield new Test(1, c -> isThere(c, name) && c.fits(needle.score(fields(c, name))));
      }
      case SearchKey.Body(var text) -> {
        FuzzyNeedle needle = new FuzzyNeedle(text);
        yield new Test(2, c -> c.text().isPresent() && c.fits(needle.score(c.text().get().body())));
      }
      case SearchKey.Text(var text) -> {
        FuzzyNeedle needle = new FuzzyNeedle(text);
        yield new Test(2, c -> c.text().isPresent() && c.fits(needle.score(c.text().get().all())));
      }
      case SearchKey.And(var keys) ->
          all(keys.stream().map(inner -> fuzzy(inner, ground)).toList());
      case SearchKey.Or(var left, var right) ->
          any(List.of(fuzzy(left, ground), fuzzy(right, ground)));
      case SearchKey.Fuzzy(var inner) -> fuzzy(inner, ground);
      default -> test(key, ground);
    };
  }

  /** What the index says of a text, asked when it is first needed. */
  private static final class Hint {
    static final Hint NONE = new Hint();

    private final Optional<Ground> ground;
    private final Needle needle;
    private final List<Where> where;
    private Optional<Candidates> candidates = Optional.empty();
    private boolean wanted;

    private Hint() {
      this.ground = Optional.empty();
      this.needle = new Needle("");
      this.where = List.of();
    }

    Hint(Ground ground, Needle needle, Where... where) {
      this.ground = Optional.of(ground);
      this.needle = needle;
      this.where = List.of(where);
    }

    /** Whether a message can have the text, as far as is known. */
    boolean admits(Message message) {
      Optional<FullText> index = ground.flatMap(Ground::index);
      if (index.isEmpty()) {
        return true;
      }
      Mailbox mailbox = ground.orElseThrow().view().mailbox();
      if (candidates.isEmpty()) {
        candidates = Optional.of(index.get().candidates(mailbox, needle, where));
      }
      boolean known = candidates.get().covered().contains(message.uid());
      if (!known && !wanted) {
        wanted = true;
        index.get().want(mailbox);
      }
      return !candidates.get().exclude(message.uid());
    }
  }

  private static Test cheap(Condition condition) {
    return new Test(0, condition);
  }

  private static List<Test> tests(List<SearchKey> keys, Ground ground) {
    return keys.stream()
        .map(key -> test(key, ground))
        .sorted(Comparator.comparingInt(Test::cost))
        .toList();
  }

  private static Test all(List<Test> tests) {
    return new Test(
        tests.getLast().cost(),
        c -> {
          for (Test test : tests) {
            if (!test.condition().holds(c)) {
              return false;
            }
          }
          return true;
        });
  }

  private static Test any(List<Test> tests) {
    return new Test(
        tests.getLast().cost(),
        c -> {
          for (Test test : tests) {
            if (test.condition().holds(c)) {
              return true;
            }
          }
          return false;
        });
  }

  private static LocalDate received(Message message) {
    return day(message.internalDate());
  }

  private static LocalDate day(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** RFC 3501 section 6.4.4: the day that the Date field names, its time and zone disregarded. */
  private static Optional<LocalDate> sent(Candidate candidate) throws StoreException {
    return candidate.outline().flatMap(Outline::sent).map(OffsetDateTime::toLocalDate);
  }

  private static boolean compares(LocalDate date, SearchKey.When when, LocalDate day) {
    return switch (when) {
      case BEFORE -> date.isBefore(day);
      case ON -> date.equals(day);
      case SINCE -> !date.isBefore(day);
    };
  }

  private static boolean field(Candidate candidate, String name, Needle needle)
      throws IOException, StoreException {
    return isThere(candidate, name) && fields(candidate, name).stream().anyMatch(needle::isIn);
  }

  private static boolean isThere(Candidate candidate, String name)
      throws IOException, StoreException {
    return !fields(candidate, name).isEmpty();
  }

  /** The texts of the fields of a name, folded; from the outline where that has them. */
  private static List<String> fields(Candidate candidate, String name)
      throws IOException, StoreException {
    Optional<Header> header =
        Outline.lists(name)
            ? candidate.outline().map(Outline::header)
            : candidate.text().isEmpty()
                ? Optional.empty()
                : Optional.of(candidate.text().get().header());
    return header.stream()
        .flatMap(found -> found.all(name).stream())
        .map(field -> Needle.fold(field.text()))
        .toList();
  }
}
