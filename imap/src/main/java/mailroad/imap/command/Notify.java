package mailroad.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.mailbox.MailboxName;

/**
 * NOTIFY: RFC 5465 section 3.
 *
 * @param setting what the client wants to be told of; empty for NONE
 */
public record Notify(Optional<Setting> setting) implements Command.AfterLogin {
  private static final int GROUPS_MAX = 100;
  private static final int MAILBOXES_MAX = 1_000;

  /** What can be told of: RFC 5465 section 5. */
  public enum Event {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String word;

    Event(String word) {
      this.word = word;
    }

    /** As the protocol writes it. */
    public String word() {
      return word;
    }

    /** Whether it happens to messages. */
    public boolean isOfMessages() {
      return this == MESSAGE_NEW || this == MESSAGE_EXPUNGE || this == FLAG_CHANGE;
    }
  }

  /**
   * What a client wants to be told of.
   *
   * @param status whether the status of all mailboxes is to be told at once
   * @param groups the first one that a mailbox belongs to counts
   * @param unknown events that are not told here
   */
  public record Setting(
      boolean status, java.util.List<Group> groups, java.util.List<String> unknown) {
    /** The lists do not change. */
    public Setting {
      groups = java.util.List.copyOf(groups);
      unknown = java.util.List.copyOf(unknown);
    }

    /** Whether an event is to be told of in some group. */
    public boolean names(Event event) {
      return groups.stream().anyMatch(group -> group.events().contains(event));
    }

    /** Whether a mailbox of others may belong to some group. */
    public boolean reachesOthers() {
      return groups.stream()
          .map(Group::filter)
          .anyMatch(f -> !(f instanceof Filter.Selected || f instanceof Filter.Personal));
    }

    /** The group of the selected mailbox. */
    public Optional<Group> selected() {
      return groups.stream().filter(group -> group.filter() instanceof Filter.Selected).findFirst();
    }
  }

  /**
   * Mailboxes and what is to be told of them.
   *
   * @param items what to tell of new messages in the selected mailbox
   */
  public record Group(Filter filter, Set<Event> events, java.util.List<FetchItem> items) {
    /** The lists do not change. */
    public Group {
      events = Set.copyOf(events);
      items = java.util.List.copyOf(items);
    }
  }

  /** Which mailboxes: RFC 5465 section 6. */
  public sealed interface Filter {
    /**
     * The selected one.
     *
     * @param delayed whether EXPUNGE waits for a command
     */
    record Selected(boolean delayed) implements Filter {}

    /** All of the user's own, or those that mail is delivered to: any of them, with filters by the user. */
    record Personal() implements Filter {}

    /** Those that are subscribed to. */
    record Subscribed() implements Filter {}

    /** These, and all that lie below them. */
    record Subtree(java.util.List<MailboxName> names) implements Filter {}

    /** These. */
    record Mailboxes(java.util.List<MailboxName> names) implements Filter {}
  }

  static Notify parse(Input input) throws Malformed {
    input.space();
    return switch (input.word()) {
      case "NONE" -> new Notify(Optional.empty());
      case "SET" -> new Notify(Optional.of(setting(input)));
      default -> throw new Malformed("SET or NONE expected");
    };
  }

  private static Setting setting(Input input) throws Malformed {
    input.space();
    boolean status = input.take("STATUS ");
    java.util.List<Group> groups = new ArrayList<>();
    java.util.List<String> unknown = new ArrayList<>();
    do {
      groups.add(group(input, unknown));
      if (groups.size() > GROUPS_MAX) {
        throw new Malformed("more than " + GROUPS_MAX + " groups of events");
      }
    } while (input.take(' '));
    if (groups.stream().filter(g -> g.filter() instanceof Filter.Selected).count() > 1) {
      throw new Malformed("the selected mailbox is named twice"); // RFC 5465 section 6.1
    }
    return new Setting(status, groups, unknown);
  }

  private static Group group(Input input, java.util.List<String> unknown) throws Malformed {
    input.need('(');
    Filter filter = filter(input);
    input.space();
    Set<Event> events = EnumSet.noneOf(Event.class);
    java.util.List<FetchItem> items = new ArrayList<>();
    if (input.take('(')) {
      do {
        event(input, filter, events, items, unknown);
      } while (input.take(' '));
      input.need(')');
    } else if (!input.word().equals("NONE")) {
      throw new Malformed("events or NONE expected");
    }
    input.need(')');
    check(filter, events);
    return new Group(filter, events, items);
  }

  /** RFC 5465 section 5 and RFC 5465 section 6.1: what makes sense only together, or only elsewhere. */
  private static void check(Filter filter, Set<Event> events) throws Malformed {
    boolean comes = events.contains(Event.MESSAGE_NEW);
    if (comes != events.contains(Event.MESSAGE_EXPUNGE)) {
      throw new Malformed("MessageNew and MessageExpunge go together");
    }
    if (events.contains(Event.FLAG_CHANGE) && !comes) {
      throw new Malformed("FlagChange needs MessageNew and MessageExpunge");
    }
    if (filter instanceof Filter.Selected && !events.stream().allMatch(Event::isOfMessages)) {
      throw new Malformed("of the selected mailbox only messages are told");
    }
  }

  private static void event(
      Input input,
      Filter filter,
      Set<Event> events,
      java.util.List<FetchItem> items,
      java.util.List<String> unknown)
      throws Malformed {
    String word = input.atom();
    Optional<Event> event = Optional.empty();
    for (Event one : Event.values()) {
      event = one.word().equalsIgnoreCase(word) ? Optional.of(one) : event;
    }
    event.ifPresentOrElse(events::add, () -> unknown.add(word));
    if (event.filter(e -> e == Event.MESSAGE_NEW).isPresent() && input.take(" (")) {
      if (!(filter instanceof Filter.Selected)) {
        throw new Malformed("new messages are described in the selected mailbox only");
      }
      items.addAll(Fetch.parenthesised(input));
    }
  }

  private static Filter filter(Input input) throws Malformed {
    String word = input.word();
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "selected" -> new Filter.Selected(false);
      case "selected-delayed" -> new Filter.Selected(true);
      case "personal", "inboxes" -> new Filter.Personal(); // RFC 5465 section 6.3
      case "subscribed" -> new Filter.Subscribed();
      case "subtree" -> new Filter.Subtree(names(input));
      case "mailboxes" -> new Filter.Mailboxes(names(input));
      default -> throw new Malformed("unknown mailboxes to be told of");
    };
  }

  /** Names that no mailbox can have are passed over, as those of mailboxes that are not there. */
  private static java.util.List<MailboxName> names(Input input) throws Malformed {
    input.space();
    java.util.List<MailboxName> names = new ArrayList<>();
    if (!input.take('(')) {
      name(input).ifPresent(names::add);
      return names;
    }
    int count = 0;
    do {
      name(input).ifPresent(names::add);
      if (++count > MAILBOXES_MAX) {
        throw new Malformed("more than " + MAILBOXES_MAX + " mailboxes");
      }
    } while (input.take(' '));
    input.need(')');
    return names;
  }

  /** A name, or that of a namespace, which is no mailbox but has some below it. */
  private static Optional<MailboxName> name(Input input) throws Malformed {
    MailboxArgument argument = MailboxArgument.parse(input);
    return Set.of(MailboxName.OTHERS, MailboxName.SHARED).contains(argument.text())
        ? Optional.of(new MailboxName(java.util.List.of(argument.text())))
        : argument.nameToCreate();
  }
}
