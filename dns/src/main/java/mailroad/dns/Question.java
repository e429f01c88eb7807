package mailroad.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What is asked of DNS, in class IN. Names that differ in case are the same question. */
record Question(Name name, int type) {
  Question at(Name other) {
    return new Question(other, type);
  }

  @Override
  public String toString() {
    return Records.show(name) + " " + Type.string(type);
  }
}
