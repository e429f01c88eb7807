package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mailroad.guard.filter.RuleHits.Hit;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.FilterException;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What rspamd says of a message.
 *
 * @param action such as {@code no action}, {@code greylist}, {@code add header}, {@code rewrite subject}, {@code soft
 *     reject}, {@code reject}
 * @param required the score of its action reject
 * @param skipped whether its settings had it pass the message over
 * @param message what it wants the client to be told
 * @param subject the subject it wants
 * @param fields the header fields it adds and removes
 * @param envelope the addresses it changes
 */
record RspamdAnswer(
    String action,
    double score,
    double required,
    boolean skipped,
    List<Hit> hits,
    Optional<String> message,
    Optional<String> subject,
    List<Change> fields,
    List<Change> envelope) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CHANGES_MAX = 1000;
  private static final int TEXT_MAX = 300;

  /**
   * Reads an answer.
   *
   * @param header of the message, which changes speak of
   */
  static RspamdAnswer parse(byte[] octets, Header header) throws FilterException {
    JsonNode tree = tree(octets);
    JsonNode action = tree.path("action");
    if (!action.isString()) {
      throw new FilterException("an answer without an action");
    }
    JsonNode milter = tree.path("milter");
    List<Change> fields = new ArrayList<>();
    removals(milter.path("remove_headers"), header, fields);
    additions(milter.path("add_headers"), header, fields);
    texts(tree.path("dkim-signature"))
        .forEach(value -> fields.add(new Change.InsertField(1, "DKIM-Signature", value)));
    if (fields.size() > CHANGES_MAX) {
      throw new FilterException("more than %d changes".formatted(CHANGES_MAX));
    }
    return new RspamdAnswer(
        action.asString(""),
        number(tree.path("score")),
        number(tree.path("required_score")),
        tree.path("is_skipped").asBoolean(false),
        hits(tree.path("symbols")),
        message(tree.path("messages")),
        texts(tree.path("subject")).stream().findFirst(),
        fields,
        envelope(milter));
  }

  private static JsonNode tree(byte[] octets) throws FilterException {
    try {
      JsonNode tree = JSON.readTree(octets);
      if (!tree.isObject()) {
        throw new FilterException("the answer is no JSON object");
      }
      return tree;
    } catch (JacksonException e) {
      throw new FilterException("the answer is no JSON", e);
    }
  }

  private static double number(JsonNode node) throws FilterException {
    double value = node.isNumber() ? node.asDouble(0) : 0;
    if (!Double.isFinite(value)) {
      throw new FilterException("a score that is no number");
    }
    return value;
  }

  private static List<Hit> hits(JsonNode symbols) throws FilterException {
    List<Hit> out = new ArrayList<>();
    for (Map.Entry<String, JsonNode> symbol : symbols.properties()) {
      JsonNode node = symbol.getValue();
      List<String> options = texts(node.path("options"));
      String description = node.path("description").asString("");
      String text =
          (description.isBlank() ? symbol.getKey() : description)
              + (options.isEmpty() ? "" : " (" + String.join(", ", options) + ")");
      out.add(new Hit(symbol.getKey(), number(node.path("score")), cut(text)));
    }
    return out;
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= TEXT_MAX
        ? text
        : text.substring(0, text.offsetByCodePoints(0, TEXT_MAX)) + "...";
  }

  /** What the client is told must be one line of ASCII. */
  private static Optional<String> message(JsonNode messages) {
    return texts(messages.path("smtp_message")).stream()
        .map(text -> cut(text.replaceAll("[^ -~]+", " ").strip()))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** The texts of a node that is one, or a list of them. */
  private static List<String> texts(JsonNode node) {
    if (node.isString()) {
      return List.of(node.asString(""));
    }
    List<String> out = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(one -> {
        if (one.isString()) {
          out.add(one.asString(""));
        }
      });
    }
    return out;
  }

  /** For each name which of its fields goes: the n-th, counted from the end if below zero, or all for 0. */
  private static void removals(JsonNode names, Header header, List<Change> out)
      throws FilterException {
    for (Map.Entry<String, JsonNode> one : names.properties()) {
      requireName(one.getKey());
      int there = header.count(one.getKey());
      List<JsonNode> which = new ArrayList<>();
      if (one.getValue().isArray()) {
        one.getValue().forEach(which::add);
      } else {
        which.add(one.getValue());
      }
      for (JsonNode place : which) {
        int nth = place.asInt(0);
        int from = nth > 0 ? nth : nth < 0 ? there + nth + 1 : 1;
        int to = nth == 0 ? there : from;
        for (int i = Math.max(1, from); i <= Math.min(to, there); i++) {
          out.add(new Change.ChangeField(i, one.getKey(), ""));
        }
      }
    }
  }

  /** For each name a value, a value with its place, or a list of these. */
  private static void additions(JsonNode names, Header header, List<Change> out)
      throws FilterException {
    for (Map.Entry<String, JsonNode> one : names.properties()) {
      requireName(one.getKey());
      if (one.getValue().isArray()) {
        one.getValue().forEach(value -> addition(one.getKey(), value, header, out));
      } else {
        addition(one.getKey(), one.getValue(), header, out);
      }
    }
  }

  private static void addition(String name, JsonNode node, Header header, List<Change> out) {
    JsonNode value = node.isObject() ? node.path("value") : node;
    if (!value.isString()) {
      return;
    }
    JsonNode order = node.path("order");
    if (!order.isIntegralNumber()) {
      out.add(new Change.AddField(name, value.asString("")));
      return;
    }
    int place = order.asInt(0);
    int behindAll = header.fields().size() + 1;
    out.add(
        new Change.InsertField(
            place >= 0 ? place : Math.max(0, behindAll + place + 1), name, value.asString("")));
  }

  private static void requireName(String name) throws FilterException {
    if (!Change.isFieldName(name)) {
      throw new FilterException("a header field without a name");
    }
  }

  private static List<Change> envelope(JsonNode milter) throws FilterException {
    List<Change> out = new ArrayList<>();
    for (String from : texts(milter.path("change_from"))) {
      out.add(
          new Change.ChangeSender(
              ReversePath.parse(from)
                  .orElseThrow(() -> new FilterException("a sender that is no address"))));
    }
    recipients(milter.path("add_rcpt"), Change.AddRecipient::new, out);
    recipients(milter.path("del_rcpt"), Change.RemoveRecipient::new, out);
    if (out.size() > CHANGES_MAX) {
      throw new FilterException("more than %d changes".formatted(CHANGES_MAX));
    }
    return out;
  }

  private static void recipients(
      JsonNode names, Function<EmailAddress, Change> change, List<Change> out)
      throws FilterException {
    for (String name : texts(names)) {
      out.add(
          change.apply(
              ReversePath.parse(name)
                  .flatMap(ReversePath::mailbox)
                  .orElseThrow(() -> new FilterException("a recipient that is no address"))));
    }
  }
}
