package mailroad.journal;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/**
 * An event as a name and plain values, ready for JSON: texts, numbers, lists and maps in a fixed order. What
 * is not there is left out.
 */
public final class EventFields {
  private EventFields() {}

  /** The event's name, such as {@code delay-noticed}. */
  public static String name(Event event) {
    return switch (event) {
      case Event.Accepted _ -> "accepted";
      case Event.Routed _ -> "routed";
      case Event.Judged _ -> "judged";
      case Event.Attempted _ -> "attempted";
      case Event.Relayed _ -> "relayed";
      case Event.Filed _ -> "filed";
      case Event.Deferred _ -> "deferred";
      case Event.Failed _ -> "failed";
      case Event.DelayNoticed _ -> "delay-noticed";
      case Event.Expanded _ -> "expanded";
      case Event.Administered _ -> "administered";
      case Event.Released _ -> "released";
      case Event.Completed _ -> "completed";
    };
  }

  /** All that the event says. */
  public static Map<String, Object> of(Event event) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("event", name(event));
    out.put("queue-id", event.message().value());
    out.put("at", event.at().toString());
    out.putAll(facts(event));
    switch (event) {
      case Event.Routed(_, _, _, _, var why) -> out.put("why", why(why));
      case Event.Judged(_, _, _, var why) -> out.put("why", why(why));
      case Event.Expanded(_, _, _, _, var why) -> out.put("why", why(why));
      case Event.Attempted e -> out.put("dialogue", e.dialogue());
      default -> {}
    }
    return out;
  }

  /** What happened, without when, and without reasons and dialogues. */
  static Map<String, Object> facts(Event event) {
    Map<String, Object> out = new LinkedHashMap<>();
    switch (event) {
      case Event.Accepted e -> accepted(out, e);
      case Event.Routed e -> {
        out.put("recipient", e.recipient().toString());
        out.put("decision", e.decision());
      }
      case Event.Judged e -> out.put("verdict", e.verdict());
      case Event.Attempted e -> attempted(out, e);
      case Event.Relayed e -> {
        out.put("recipient", e.recipient().toString());
        out.put("host", e.host());
        reply(out, e.reply());
        e.theirId().ifPresent(id -> out.put("their-id", id.value()));
      }
      case Event.Filed e -> {
        out.put("recipient", e.recipient().toString());
        out.put("account", e.account().toString());
        out.put("mailbox", e.mailbox());
        out.put("uid", e.uid());
      }
      case Event.Deferred e -> {
        out.put("recipient", e.recipient().toString());
        reply(out, e.reply());
        out.put("attempts", e.attempts());
        out.put("next", e.next().toString());
      }
      case Event.Failed e -> {
        out.put("recipient", e.recipient().toString());
        reply(out, e.reply());
        e.notice().map(QueueId::value).ifPresent(notice -> out.put("notice", notice));
      }
      case Event.DelayNoticed e -> {
        out.put("recipient", e.recipient().toString());
        out.put("notice", e.notice().value());
      }
      case Event.Expanded e -> {
        out.put("recipient", e.recipient().toString());
        out.put("into", texts(e.into()));
      }
      case Event.Administered e -> {
        out.put("act", e.act());
        out.put("by", e.by());
      }
      case Event.Released e -> {
        out.put("recipients", texts(e.recipients()));
        out.put("as", e.as().value());
        out.put("by", e.by());
      }
      case Event.Completed _ -> {}
    }
    return out;
  }

  private static void accepted(Map<String, Object> out, Event.Accepted event) {
    out.put("sender", event.sender().toString());
    out.put("recipients", texts(event.recipients()));
    out.put("octets", event.octets());
    putIfSaid(out, "message-id", event.messageIdField());
    switch (event.source()) {
      case Event.Source.Smtp smtp -> {
        out.put("client", endpoint(smtp.client()));
        out.put("helo", smtp.helo());
        out.put("protocol", smtp.protocol());
        putIfSaid(out, "tls", smtp.tls());
        smtp.login().ifPresent(login -> out.put("login", login.toString()));
      }
      case Event.Source.Notice(var about) -> out.put("about", about.value());
      case Event.Source.Local(var by) -> out.put("by", by);
      case Event.Source.Kept(var from, var by, var login) -> {
        out.put("kept-as", from.value());
        out.put("by", by);
        login.ifPresent(account -> out.put("login", account.toString()));
      }
    }
  }

  private static void attempted(Map<String, Object> out, Event.Attempted event) {
    out.put("recipients", texts(event.recipients()));
    out.put("host", event.host());
    event.address().ifPresent(address -> out.put("address", endpoint(address)));
    out.put("outcome", event.outcome());
    putIfSaid(out, "tls", event.tls());
    out.put("ms", event.took().toMillis());
  }

  private static void reply(Map<String, Object> out, Reply reply) {
    out.put("reply", reply.toString());
  }

  private static void putIfSaid(Map<String, Object> out, String name, String value) {
    if (!value.isEmpty()) {
      out.put(name, value);
    }
  }

  private static List<String> texts(List<EmailAddress> addresses) {
    return addresses.stream().map(EmailAddress::toString).toList();
  }

  /** Such as {@code 192.0.2.1:25} or {@code [2001:db8::1]:25}. */
  static String endpoint(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /** A tree of reasons as plain values. */
  public static Map<String, Object> why(Why why) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("finding", why.finding());
    putIfSaid(out, "source", why.source());
    if (!why.because().isEmpty()) {
      out.put("because", why.because().stream().map(EventFields::why).toList());
    }
    return out;
  }
}
