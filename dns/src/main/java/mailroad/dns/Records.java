package mailroad.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.kernel.Text;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Between dnsjava's records and ours, and the small arithmetic of names and times to live. */
final class Records {
  private Records() {}

  /** Reads a name; always absolute. Empty if it cannot stand in a DNS message. */
  static Optional<Name> name(String text) {
    if (text.isEmpty()) {
      return Optional.of(Name.root);
    }
    if (!Text.all(text, c -> c < 128)) {
      return Optional.empty(); // dnsjava would ask for octets; RFC 5891 wants A-labels
    }
    try {
      return Optional.of(Name.fromString(text, Name.root));
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }

  /** A name as {@link Rr} has it: lower case, no trailing dot, the root empty. */
  static String text(Name name) {
    return name.equals(Name.root) ? "" : name.canonicalize().toString(true);
  }

  /** A name as people read it: lower case, no trailing dot, the root a dot. */
  static String show(Name name) {
    return name.equals(Name.root) ? "." : text(name);
  }

  /**
   * The record on one line, as a master file would have it; names in lower case, since compression lets
   * them shine in the random case of our own question.
   */
  static String line(Record record) {
    Name owner = record.getName().canonicalize();
    return "%s %d IN %s %s"
        .formatted(
            owner,
            record.getTTL(),
            Type.string(record.getType()),
            with(record, owner, record.getTTL()).rdataToString());
  }

  static List<String> lines(List<Record> records) {
    return records.stream().map(Records::line).toList();
  }

  /** The record in our words; empty if its type is none of {@link RecordType}. */
  static Optional<Rr> rr(Record record) {
    return RecordType.of(record.getType())
        .map(type ->
            new Rr(text(record.getName()), record.getTTL(), data(record, type), line(record)));
  }

  static List<Rr> rrs(List<Record> records) {
    return records.stream().flatMap(record -> rr(record).stream()).toList();
  }

  private static Rr.Data data(Record record, RecordType type) {
    return switch (record) {
      case ARecord a -> new Rr.Address(a.getAddress());
      case AAAARecord a -> aaaa(a.getAddress(), type);
      case MXRecord mx -> new Rr.Mx(mx.getPriority(), text(mx.getTarget()));
      case NSRecord ns -> new Rr.Pointer(type, text(ns.getTarget()));
      case CNAMERecord cname -> new Rr.Pointer(type, text(cname.getTarget()));
      case PTRRecord ptr -> new Rr.Pointer(type, text(ptr.getTarget()));
      case TXTRecord txt -> new Rr.Txt(joined(txt));
      case SRVRecord srv ->
          new Rr.Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget()));
      case TLSARecord tlsa -> tlsa(tlsa);
      default -> new Rr.Other(type);
    };
  }

  private static Rr.Data tlsa(TLSARecord tlsa) {
    return new Rr.Tlsa(
        tlsa.getCertificateUsage(),
        tlsa.getSelector(),
        tlsa.getMatchingType(),
        HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
  }

  /** Java turns {@code ::ffff:192.0.2.1} into an IPv4 address, which no AAAA record can mean. */
  private static Rr.Data aaaa(InetAddress address, RecordType type) {
    return address.getAddress().length == 16 ? new Rr.Address(address) : new Rr.Other(type);
  }

  private static String joined(TXTRecord txt) {
    StringBuilder all = new StringBuilder();
    txt.getStringsAsByteArrays()
        .forEach(part -> all.append(new String(part, StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  /** The address of an A or AAAA record. */
  static Optional<InetAddress> address(Record record) {
    return switch (record) {
      case ARecord a -> Optional.of(a.getAddress());
      case AAAARecord a -> Optional.of(a.getAddress());
      default -> Optional.empty();
    };
  }

  /** Back to dnsjava, by the record's text. */
  static Record record(Rr rr) throws IOException {
    String[] fields = rr.text().split(" ", 5);
    Name owner = Name.fromString(fields[0], Name.root);
    return Record.fromString(
        owner, rr.type().code(), DClass.IN, rr.ttlSeconds(), fields[4], Name.root);
  }

  /** The same record with another owner and time to live. */
  static Record with(Record record, Name owner, long ttlSeconds) {
    return Record.newRecord(
        owner, record.getType(), DClass.IN, ttlSeconds, record.rdataToWireCanonical());
  }

  static Record withTtl(Record record, long ttlSeconds) {
    return record.getTTL() == ttlSeconds ? record : with(record, record.getName(), ttlSeconds);
  }

  static List<Record> withTtl(List<Record> records, long ttlSeconds) {
    return records.stream().map(record -> withTtl(record, ttlSeconds)).toList();
  }

  /** The records of one name and type among others, in their order, each once. */
  static List<Record> of(List<Record> records, Name name, int type) {
    return records.stream()
        .filter(record -> record.getType() == type && record.getName().equals(name))
        .distinct()
        .toList();
  }

  /** The name itself and those above it up to the root, deepest first. */
  static List<Name> upwards(Name name) {
    List<Name> names = new ArrayList<>();
    for (int skip = 0; skip < name.labels() - 1; skip++) {
      names.add(new Name(name, skip));
    }
    names.add(Name.root);
    return names;
  }

  /** Whether one name lies truly below the other. */
  static boolean isBelow(Name lower, Name upper) {
    return !lower.equals(upper) && lower.subdomain(upper);
  }

  /** The wildcard just below a name; the name itself where that would be too long. */
  static Name wildcardBelow(Name name) {
    try {
      return Name.concatenate(Name.fromConstantString("*"), name);
    } catch (NameTooLongException e) {
      return name;
    }
  }

  /** The last labels of a name, the root counted. */
  static Name tail(Name name, int labels) {
    return new Name(name, Math.max(0, name.labels() - labels));
  }

  /** The deepest name that both are at or below. */
  static Name common(Name one, Name other) {
    return upwards(one).stream().filter(other::subdomain).findFirst().orElse(Name.root);
  }

  static <T> List<T> both(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
