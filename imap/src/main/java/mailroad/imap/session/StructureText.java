package mailroad.imap.session;

import static mailroad.imap.session.Responses.nstring;
import static mailroad.imap.session.Responses.string;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import mailroad.mime.Address;
import mailroad.mime.Disposition;
import mailroad.mime.Envelope;
import mailroad.mime.MimeLimits;
import mailroad.mime.Parameters;
import mailroad.mime.Part;

/** ENVELOPE, BODY and BODYSTRUCTURE as text (RFC 3501 section 7.4.2). Depth and size are bounded by {@link MimeLimits}. */
final class StructureText {
  private static final int ENVELOPE_LENGTH = 512;

  private StructureText() {}

  static String envelope(Envelope envelope) {
    StringBuilder out = new StringBuilder(ENVELOPE_LENGTH);
    envelope(envelope, out);
    return out.toString();
  }

  private static void envelope(Envelope envelope, StringBuilder out) {
    out.append('(');
    orNil(envelope.date(), out);
    out.append(' ');
    orNil(envelope.subject(), out);
    out.append(' ');
    int from = out.length();
    addresses(envelope.from(), out);
    int authors = out.length();
    List<List<Address>> others =
        List.of(
            envelope.sender(), envelope.replyTo(), envelope.to(), envelope.cc(), envelope.bcc());
    for (List<Address> addresses : others) {
      out.append(' ');
      if (addresses.equals(envelope.from())) { // so it is mostly
        out.append(out, from, authors);
      } else {
        addresses(addresses, out);
      }
    }
    out.append(' ');
    orNil(envelope.inReplyTo(), out);
    out.append(' ');
    orNil(envelope.messageId(), out);
    out.append(')');
  }

  private static void addresses(List<Address> addresses, StringBuilder out) {
    if (addresses.isEmpty()) {
      out.append("NIL");
      return;
    }
    out.append('(');
    for (Address address : addresses) {
      switch (address) {
        case Address.GroupStart(var name) -> {
          out.append("(NIL NIL ");
          string(name, out);
          out.append(" NIL)");
        }
        case Address.GroupEnd() -> out.append("(NIL NIL NIL NIL)");
        case Address.Mailbox(var name, var route, var local, var domain) -> {
          // A host of NIL would begin a group, so that an address without one has an empty one.
          out.append('(');
          orNil(name, out);
          out.append(' ');
          orNil(route, out);
          out.append(' ');
          string(local, out);
          out.append(' ');
          string(domain, out);
          out.append(')');
        }
      }
    }
    out.append(')');
  }

  private static void orNil(String text, StringBuilder out) {
    if (text.isEmpty()) {
      out.append("NIL");
    } else {
      string(text, out);
    }
  }

  private static void orNil(Optional<String> text, StringBuilder out) {
    if (text.isEmpty()) {
      out.append("NIL");
    } else {
      string(text.get(), out);
    }
  }

  /**
   * The structure of a part.
   *
   * @param extended whether extension data is wanted: BODYSTRUCTURE, not BODY
   */
  static String structure(Part part, boolean extended) {
    StringBuilder out = new StringBuilder();
    structure(part, extended, out);
    return out.toString();
  }

  private static void structure(Part part, boolean extended, StringBuilder out) {
    out.append('(');
    if (part.content() instanceof Part.Content.Parts(var parts)) {
      parts.forEach(child -> structure(child, extended, out));
      out.append(' ').append(string(part.type().subtype()));
      if (extended) {
        out.append(' ').append(parameters(part.type().parameters()));
      }
    } else {
      single(part, extended, out);
      if (extended) {
        out.append(' ').append(nstring(part.header().value("Content-MD5")));
      }
    }
    if (extended) {
      out.append(' ').append(part.disposition().map(StructureText::disposition).orElse("NIL"));
      out.append(' ').append(languages(part.languages()));
      out.append(' ').append(nstring(part.header().value("Content-Location")));
    }
    out.append(')');
  }

  /** {@code body-fields}, and what text and enclosed messages have beyond. */
  private static void single(Part part, boolean extended, StringBuilder out) {
    out.append(string(part.type().type()))
        .append(' ')
        .append(string(part.type().subtype()))
        .append(' ')
        .append(parameters(part.type().parameters()))
        .append(' ')
        .append(nstring(part.header().value("Content-ID")))
        .append(' ')
        .append(nstring(part.header().value("Content-Description")))
        .append(' ')
        .append(string(part.transferEncodingName()))
        .append(' ')
        .append(part.bodySize());
    if (part.content() instanceof Part.Content.Message(var message)) {
      Envelope envelope = Envelope.of(message.header(), MimeLimits.DEFAULT);
      out.append(' ').append(envelope(envelope)).append(' ');
      structure(message, extended, out);
      out.append(' ').append(part.lines());
    } else if (part.type().is("text")) {
      out.append(' ').append(part.lines());
    }
  }

  private static String parameters(Parameters parameters) {
    if (parameters.list().isEmpty()) {
      return "NIL";
    }
    StringJoiner out = new StringJoiner(" ", "(", ")");
    for (Parameters.Parameter parameter : parameters.list()) {
      out.add(string(parameter.name())).add(string(parameter.value()));
    }
    return out.toString();
  }

  private static String disposition(Disposition disposition) {
    return "(" + string(disposition.kind()) + " " + parameters(disposition.parameters()) + ")";
  }

  private static String languages(List<String> languages) {
    if (languages.size() < 2) {
      return nstring(Optional.of(languages).filter(l -> !l.isEmpty()).map(List::getFirst));
    }
    StringJoiner out = new StringJoiner(" ", "(", ")");
    languages.forEach(language -> out.add(string(language)));
    return out.toString();
  }
}
