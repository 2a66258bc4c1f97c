"""Customer accounts (客户): the organisation, the sites that goods go to, and the people who buy and receive.

GSP Art. 89–90 demand that the buyer, its buyers and who picks up are known; their papers are compliance's.
Sales, warehouse and drivers name them by id.
"""
