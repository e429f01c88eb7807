package mailroad.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.mime.Address;
import mailroad.mime.BaseSubject;
import mailroad.mime.ContentType;
import mailroad.mime.Envelope;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Part;
import mailroad.records.AddressRecord;
import mailroad.records.EnvelopeRecord;
import mailroad.records.OutlineRecord;
import mailroad.records.PartRecord;

/** How an {@link Outline} stands in the store. */
final class OutlineForm {
  /** To be raised when something is added to the record, or another field to those that it lists. */
  static final int VERSION = 1;

  /** Larger ones are made anew whenever they are needed: they would cost each copy and list more than they save. */
  static final int OCTETS_MAX = 60_000;

  private static final int AS_FIELD_SAYS = 0;
  private static final int PLAIN_TEXT = 1;
  private static final int MESSAGE = 2;
  private static final int OPAQUE = 3;

  private OutlineForm() {}

  /** The outline as it is kept. */
  static OutlineRecord encode(Outline outline) {
    OutlineRecord.Builder out =
        OutlineRecord.newBuilder()
            .setVersion(VERSION)
            .setEnvelope(envelope(outline.envelope()))
            .setRoot(part(outline.root()))
            .setBaseSubject(outline.baseSubject().text())
            .setIsReply(outline.baseSubject().reply());
    outline
        .sent()
        .ifPresent(sent ->
            out.setHasSent(true)
                .setSentSeconds(sent.toEpochSecond())
                .setSentOffsetMinutes(sent.getOffset().getTotalSeconds() / 60));
    return out.build();
  }

  /** The outline that was kept; empty if it is damaged or of another version: then the content tells. */
  static Optional<Outline> decode(byte[] octets) {
    try {
      OutlineRecord record = OutlineRecord.parseFrom(octets);
      return record.getVersion() == VERSION ? Optional.of(decode(record)) : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Its first page alone: nothing else is looked at. */
  static Optional<Envelope> envelope(byte[] octets) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(octets);
      Optional<Envelope> found = Optional.empty();
      boolean known = false;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case OutlineRecord.VERSION_FIELD_NUMBER -> known = in.readUInt32() == VERSION;
          case OutlineRecord.ENVELOPE_FIELD_NUMBER ->
              found = Optional.of(envelope(EnvelopeRecord.parseFrom(in.readByteBuffer())));
          default -> in.skipField(tag);
        }
      }
      return known ? found : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // damaged
    }
  }

  static Outline decode(OutlineRecord record) {
    return new Outline(
        envelope(record.getEnvelope()),
        part(record.getRoot()),
        record.getHasSent() ? Optional.of(sent(record)) : Optional.empty(),
        new BaseSubject(record.getBaseSubject(), record.getIsReply()));
  }

  private static OffsetDateTime sent(OutlineRecord record) {
    return OffsetDateTime.ofInstant(
        Instant.ofEpochSecond(record.getSentSeconds()),
        ZoneOffset.ofTotalSeconds(record.getSentOffsetMinutes() * 60));
  }

  private static EnvelopeRecord envelope(Envelope envelope) {
    EnvelopeRecord.Builder out = EnvelopeRecord.newBuilder();
    envelope.date().ifPresent(out::setDate);
    envelope.subject().ifPresent(out::setSubject);
    envelope.inReplyTo().ifPresent(out::setInReplyTo);
    envelope.messageId().ifPresent(out::setMessageId);
    out.addAllFrom(addresses(envelope.from()));
    out.addAllTo(addresses(envelope.to()));
    out.addAllCc(addresses(envelope.cc()));
    out.addAllBcc(addresses(envelope.bcc()));
    if (envelope.sender().equals(envelope.from())) {
      out.setSenderIsFrom(true);
    } else {
      out.addAllSender(addresses(envelope.sender()));
    }
    if (envelope.replyTo().equals(envelope.from())) {
      out.setReplyToIsFrom(true);
    } else {
      out.addAllReplyTo(addresses(envelope.replyTo()));
    }
    return out.build();
  }

  private static Envelope envelope(EnvelopeRecord record) {
    List<Address> from = read(record.getFromList());
    return new Envelope(
        record.hasDate() ? Optional.of(record.getDate()) : Optional.empty(),
        record.hasSubject() ? Optional.of(record.getSubject()) : Optional.empty(),
        from,
        record.getSenderIsFrom() ? from : read(record.getSenderList()),
        record.getReplyToIsFrom() ? from : read(record.getReplyToList()),
        read(record.getToList()),
        read(record.getCcList()),
        read(record.getBccList()),
        record.hasInReplyTo() ? Optional.of(record.getInReplyTo()) : Optional.empty(),
        record.hasMessageId() ? Optional.of(record.getMessageId()) : Optional.empty());
  }

  private static List<AddressRecord> addresses(List<Address> addresses) {
    return addresses.stream().map(OutlineForm::address).toList();
  }

  private static AddressRecord address(Address address) {
    return switch (address) {
      case Address.Mailbox(var name, var route, var local, var domain) ->
          AddressRecord.newBuilder()
              .setName(name)
              .setRoute(route)
              .setLocalPart(local)
              .setDomain(domain)
              .build();
      case Address.GroupStart(var name) ->
          AddressRecord.newBuilder().setKind(1).setName(name).build();
      case Address.GroupEnd() -> AddressRecord.newBuilder().setKind(2).build();
    };
  }

  private static List<Address> read(List<AddressRecord> records) {
    List<Address> out = new ArrayList<>(records.size());
    for (AddressRecord record : records) {
      out.add(
          switch (record.getKind()) {
            case 1 -> new Address.GroupStart(record.getName());
            case 2 -> new Address.GroupEnd();
            default ->
                new Address.Mailbox(
                    record.getName(), record.getRoute(), record.getLocalPart(), record.getDomain());
          });
    }
    return out;
  }

  /** The same of a message that has so many more octets of header fields in front, none of which the outline has. */
  static OutlineRecord behind(int octets, OutlineRecord record) {
    PartRecord root = behind(octets, record.getRoot()).toBuilder().setFrom(0).build();
    return record.toBuilder().setRoot(root).build();
  }

  private static PartRecord behind(int octets, PartRecord part) {
    PartRecord.Builder out =
        part.toBuilder()
            .setFrom(part.getFrom() + octets)
            .setBodyFrom(part.getBodyFrom() + octets)
            .setBodyTo(part.getBodyTo() + octets)
            .clearParts();
    part.getPartsList().forEach(child -> out.addParts(behind(octets, child)));
    if (part.hasMessage()) {
      out.setMessage(behind(octets, part.getMessage()));
    }
    return out.build();
  }

  private static PartRecord part(Part part) {
    PartRecord.Builder out =
        PartRecord.newBuilder()
            .setFields(ByteString.copyFrom(listed(part.header())))
            .setFrom(part.from())
            .setBodyFrom(part.bodyFrom())
            .setBodyTo(part.bodyTo())
            .setLines(part.lines())
            .setType(type(part.type()));
    switch (part.content()) {
      case Part.Content.Octets() -> {}
      case Part.Content.Parts(var parts) -> parts.forEach(child -> out.addParts(part(child)));
      case Part.Content.Message(var message) -> out.setMessage(part(message));
    }
    return out.build();
  }

  private static byte[] listed(Header header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : header.fields()) {
      if (Outline.lists(field.name())) {
        out.writeBytes(field.octets());
      }
    }
    return out.toByteArray();
  }

  private static int type(ContentType type) {
    return type.equals(ContentType.PLAIN_TEXT)
        ? PLAIN_TEXT
        : type.equals(ContentType.MESSAGE)
            ? MESSAGE
            : type.equals(ContentType.OPAQUE) ? OPAQUE : AS_FIELD_SAYS;
  }

  private static Part part(PartRecord record) {
    Header header =
        Header.excerpt(record.getFields().toByteArray(), record.getFrom(), record.getBodyFrom());
    Part.Content content =
        record.hasMessage()
            ? new Part.Content.Message(part(record.getMessage()))
            : record.getPartsCount() > 0
                ? new Part.Content.Parts(
                    record.getPartsList().stream().map(OutlineForm::part).toList())
                : new Part.Content.Octets();
    return new Part(header, type(record, header), record.getBodyTo(), record.getLines(), content);
  }

  private static ContentType type(PartRecord record, Header header) {
    return switch (record.getType()) {
      case PLAIN_TEXT -> ContentType.PLAIN_TEXT;
      case MESSAGE -> ContentType.MESSAGE;
      case OPAQUE -> ContentType.OPAQUE;
      default ->
          header
              .value("Content-Type")
              .flatMap(value -> ContentType.parse(value, MimeLimits.DEFAULT))
              .orElse(ContentType.PLAIN_TEXT);
    };
  }
}
