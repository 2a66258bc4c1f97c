"""Signatures: who declared what, over exactly which content, by which method (电子签名法 Art. 13; 21 CFR 11.50, 11.70).

Staff sign by re-authentication, a receiver by drawing: the weaker level that it is. Kept apart from what is signed.
"""
