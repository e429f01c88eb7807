package mailroad.dns;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Denial by the names that are there: nothing is between one and the next (RFC 4035 section 5.4). */
record NsecDenial(Name zone, List<NSECRecord> records) implements Denial {
  @Override
  public Outcome noSuchRecords(Name name, int type) {
    Optional<NSECRecord> at = at(name);
    if (at.isPresent()) {
      return proven(lacks(at.get(), type));
    }
    Optional<NSECRecord> covering = covering(name);
    if (covering.isEmpty()) {
      return Outcome.NOT_PROVEN;
    }
    if (covering.get().getNext().subdomain(name)) {
      return Outcome.PROVEN; // the name is there only because of names below it
    }
    Name wildcard = Records.wildcardBelow(closest(name, covering.get()));
    return proven(at(wildcard).filter(it -> lacks(it, type)).isPresent());
  }

  @Override
  public Outcome noSuchName(Name name) {
    Optional<NSECRecord> covering = covering(name);
    if (covering.isEmpty() || covering.get().getNext().subdomain(name)) {
      return Outcome.NOT_PROVEN;
    }
    Name wildcard = Records.wildcardBelow(closest(name, covering.get()));
    return proven(covering(wildcard).isPresent());
  }

  @Override
  public Outcome noCloserName(Name name, Name closest) {
    return proven(covering(name).filter(it -> closest(name, it).equals(closest)).isPresent());
  }

  @Override
  public Cut cut(Name child) {
    Optional<NSECRecord> at = at(child);
    if (at.isPresent()) {
      if (at.get().hasType(Type.DS) || at.get().hasType(Type.SOA)) {
        return Cut.NOT_PROVEN; // there is a DS, or the deeper zone itself speaks
      }
      return at.get().hasType(Type.NS) ? Cut.UNSIGNED_ZONE : Cut.NO_ZONE;
    }
    return covering(child).isPresent() ? Cut.NO_ZONE : Cut.NOT_PROVEN;
  }

  @Override
  public boolean optsOut() {
    return false;
  }

  private static Outcome proven(boolean proven) {
    return proven ? Outcome.PROVEN : Outcome.NOT_PROVEN;
  }

  /** RFC 6840 section 4.3: an alias would have to be followed; the upper side of a cut knows only about DS. */
  private boolean lacks(NSECRecord at, int type) {
    boolean upperSide = at.hasType(Type.NS) && !at.hasType(Type.SOA);
    boolean lowerSide = at.hasType(Type.SOA) && !at.getName().equals(Name.root);
    return !at.hasType(type)
        && !at.hasType(Type.CNAME)
        && (type == Type.DS ? !lowerSide : !upperSide);
  }

  private Optional<NSECRecord> at(Name name) {
    return first(it -> it.getName().equals(name));
  }

  private Optional<NSECRecord> covering(Name name) {
    return first(it -> covers(it, name) && !isAbove(it, name));
  }

  private boolean covers(NSECRecord it, Name name) {
    return it.getName().compareTo(name) < 0
        && (name.compareTo(it.getNext()) < 0 || it.getNext().equals(zone))
        && name.subdomain(zone);
  }

  /** RFC 6840 section 4.1: who delegates or renames what is below knows nothing about it. */
  private static boolean isAbove(NSECRecord it, Name name) {
    boolean delegates = it.hasType(Type.NS) && !it.hasType(Type.SOA);
    return Records.isBelow(name, it.getName()) && (delegates || it.hasType(Type.DNAME));
  }

  private Optional<NSECRecord> first(Predicate<NSECRecord> wanted) {
    return records.stream().filter(wanted).findFirst();
  }

  /** The deepest name that is there and above this one, as the record shows that covers it. */
  private static Name closest(Name name, NSECRecord covering) {
    Name byOwner = Records.common(name, covering.getName());
    Name byNext = Records.common(name, covering.getNext());
    return byOwner.labels() >= byNext.labels() ? byOwner : byNext;
  }
}
