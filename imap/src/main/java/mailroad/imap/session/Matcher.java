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
import mailroad.mailbox.Message;
import mailroad.mailbox.Origin;
import mailroad.mailbox.UidSet;
import mailroad.mime.Field;
import mailroad.mime.FieldDate;
import mailroad.mime.Header;
import mailroad.store.StoreException;

/**
 * Says whether a message is one that SEARCH looks for (RFC 3501 section 6.4.4). Keys that need the content are tried after
 * those that do not. A message that is gone matches none of them.
 */
final class Matcher {
  private final Test test;
  private final View view;
  private final int octetsMax;

  private Matcher(Test test, View view, int octetsMax) {
    this.test = test;
    this.view = view;
    this.octetsMax = octetsMax;
  }

  /** One message, and its content if it is needed. */
  private static final class Candidate {
    private final int index;
    private final Message message;
    private final View view;
    private final int octetsMax;
    private Optional<MessageText> text = Optional.empty();
    private boolean gone;

    Candidate(int index, Message message, View view, int octetsMax) {
      this.index = index;
      this.message = message;
      this.view = view;
      this.octetsMax = octetsMax;
    }

    Optional<Origin> origin() throws StoreException {
      return Optional.ofNullable(
          view.mailbox().origins(UidSet.of(message.uid())).get(message.uid()));
    }

    /** RFC 8514 section 4.3: where it is not known, the date of the message in the mailbox stands for it. */
    Optional<LocalDate> saved() throws StoreException {
      return origin().map(o -> day(o.saved().orElse(message.internalDate())));
    }

    Optional<MessageText> text() throws IOException, StoreException {
      if (text.isEmpty() && !gone) {
        Optional<Content> content = view.mailbox().content(message.uid());
        gone = content.isEmpty();
        text =
            content.map(c ->
                new MessageText(
                    new MessageReading(message.uid(), c.asOctets(), view.structures()), octetsMax));
      }
      return text;
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

  /**
   * A matcher for messages of a view.
   *
   * @param octetsMax octets of each text part that are looked into
   */
  static Matcher of(SearchKey key, View view, int octetsMax) {
    return new Matcher(test(key, view), view, octetsMax);
  }

  boolean matches(int index, Message message) throws IOException, StoreException {
    return test.condition().holds(new Candidate(index, message, view, octetsMax));
  }

  private static Test test(SearchKey key, View view) {
    return switch (key) {
      case SearchKey.All() -> cheap(_ -> true);
      case SearchKey.Numbered(var set) -> {
        List<SequenceSet.Range> ranges = set.resolve(view.size());
        yield cheap(c -> SequenceSet.contains(ranges, c.index + 1));
      }
      case SearchKey.Uid(var set) -> {
        long last = view.size() == 0 ? 0 : view.message(view.size() - 1).uid();
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
      case SearchKey.ThreadId _ -> cheap(_ -> false); // RFC 8474 section 5.2: they are all NIL
      case SearchKey.Saved(var when, var day) ->
          new Test(1, c -> c.saved().filter(date -> compares(date, when, day)).isPresent());
      case SearchKey.Dated(var when, var sent, var day) ->
          sent
              ? new Test(1, c -> sent(c).filter(d -> compares(d, when, day)).isPresent())
              : cheap(c -> compares(received(c.message), when, day));
      case SearchKey.Field(var name, var text) -> {
        Needle needle = new Needle(text);
        yield new Test(1, c -> field(c, name, needle));
      }
      case SearchKey.Body(var text) -> {
        Needle needle = new Needle(text);
        yield new Test(2, c -> c.text().isPresent() && c.text().get().bodyHas(needle));
      }
      case SearchKey.Text(var text) -> {
        Needle needle = new Needle(text);
        yield new Test(2, c -> c.text().isPresent() && c.text().get().has(needle));
      }
      case SearchKey.Not(var inner) -> {
        Test test = test(inner, view);
        yield new Test(test.cost(), c -> !test.condition().holds(c));
      }
      case SearchKey.Or(var left, var right) -> any(tests(List.of(left, right), view));
      case SearchKey.And(var keys) -> all(tests(keys, view));
    };
  }

  private static Test cheap(Condition condition) {
    return new Test(0, condition);
  }

  private static List<Test> tests(List<SearchKey> keys, View view) {
    return keys.stream()
        .map(key -> test(key, view))
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
  private static Optional<LocalDate> sent(Candidate candidate) throws IOException, StoreException {
    return candidate.text().isEmpty()
        ? Optional.empty()
        : candidate
            .text()
            .get()
            .header()
            .value("Date")
            .flatMap(FieldDate::parse)
            .map(OffsetDateTime::toLocalDate);
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
    if (candidate.text().isEmpty()) {
      return false;
    }
    Header header = candidate.text().get().header();
    for (Field field : header.all(name)) {
      if (needle.isIn(Needle.fold(field.text()))) {
        return true;
      }
    }
    return false;
  }
}
