package mailroad.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The sections of a message that DNSSEC has to judge, as they came. */
record Proofs(List<Record> answer, List<Record> authority) {
  static final Proofs NONE = new Proofs(List.of(), List.of());

  Proofs {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
  }

  static Proofs of(Message message) {
    return new Proofs(
        Messages.section(message, Section.ANSWER), Messages.section(message, Section.AUTHORITY));
  }

  /** Records of one name and type with the signatures that came with them. */
  record SignedSet(List<Record> records, List<RRSIGRecord> signatures) {
    Name owner() {
      return records.getFirst().getName();
    }

    @Override
    public String toString() {
      return Records.show(owner()) + " " + Type.string(records.getFirst().getType());
    }
  }

  /** Of the answer section. */
  SignedSet answered(Name name, int type) {
    return set(answer, name, type);
  }

  private static SignedSet set(List<Record> section, Name name, int type) {
    List<RRSIGRecord> signatures =
        section.stream()
            .filter(RRSIGRecord.class::isInstance)
            .map(RRSIGRecord.class::cast)
            .filter(sig -> sig.getTypeCovered() == type && sig.getName().equals(name))
            .distinct()
            .toList();
    return new SignedSet(Records.of(section, name, type), signatures);
  }

  /** Everything in the authority section that may show who denies: proofs first, then the SOA. */
  List<SignedSet> deniers() {
    List<SignedSet> soa =
        authority.stream()
            .filter(record -> record.getType() == Type.SOA)
            .map(record -> set(authority, record.getName(), Type.SOA))
            .toList();
    return Records.both(denials(), soa);
  }

  /** The NSEC and NSEC3 records of the authority section, by name. */
  List<SignedSet> denials() {
    Map<String, SignedSet> sets = new LinkedHashMap<>();
    for (Record record : authority) {
      if (record.getType() == Type.NSEC || record.getType() == Type.NSEC3) {
        sets.computeIfAbsent(
            record.getType() + " " + Records.text(record.getName()),
            _ -> set(authority, record.getName(), record.getType()));
      }
    }
    return List.copyOf(sets.values());
  }
}
