"""Qualifications (资质): licence documents of any holder (kind and id), reviewed by a second person, valid by days.

Which papers a buyer must show follows from what it is and which laws govern the goods (GSP Art. 89–90; device
rules; hazardous chemicals, Art. 38–41). Sales asks at submission, the warehouse again before goods leave.
"""
